-- always
  1

-- never
  0

-- null
  (t."note" IS NULL)

-- equal, by bytes
  (t."note" IS NOT NULL AND t."note" = ?1 AND t."note" COLLATE BINARY = ?2)
  -- text("x"), text("x")

-- equal, as the column
  (t."note" IS NOT NULL AND t."note" = ?1)
  -- text("x")

-- not equal
  (t."note" IS NOT NULL AND NOT (t."note" IS NOT NULL AND t."note" = ?1 AND t."note" COLLATE BINARY = ?2))
  -- text("x"), text("x")

-- less
  (t."amount" IS NOT NULL AND t."amount" < ?1)
  -- integer(5)

-- starts with
  (typeof(t."note") = 'text' AND substr(CAST(t."note" AS BLOB), 1, length(CAST(?1 AS BLOB))) IS CAST(?2 AS BLOB))
  -- text("SR"), text("SR")

-- a number starts with
  (typeof(t."amount") = 'text' AND substr(CAST(t."amount" AS BLOB), 1, length(CAST(?1 AS BLOB))) IS CAST(?2 AS BLOB))
  -- text("1"), text("1")

-- with null
  0

-- one of, with a null
  (t."amount" IS NOT NULL AND t."amount" IN (?1, ?2) AND t."amount" COLLATE BINARY IN (?3, ?4))
  -- integer(1), text("2"), integer(1), text("2")

-- one of nothing
  (t."amount" IS NOT NULL AND t."amount" IN () AND t."amount" COLLATE BINARY IN ())

-- all, any, not
  (((t."a" IS NULL) OR (t."b" IS NULL)) AND (NOT (t."c" IS NOT NULL AND t."c" <= ?1)))
  -- real(0.5)

-- without types: always
  1

-- without types: never
  0

-- without types: null
  (t."note" IS NULL)

-- without types: equal, by bytes
  (t."note" IS NOT NULL AND t."note" = ?1 AND t."note" COLLATE BINARY = ?2)
  -- text("x"), text("x")

-- without types: equal, as the column
  (t."note" IS NOT NULL AND t."note" = ?1)
  -- text("x")

-- without types: not equal
  (t."note" IS NOT NULL AND NOT (t."note" IS NOT NULL AND t."note" = ?1 AND t."note" COLLATE BINARY = ?2))
  -- text("x"), text("x")

-- without types: less
  (t."amount" IS NOT NULL AND t."amount" < ?1)
  -- integer(5)

-- without types: starts with
  (typeof(t."note") = 'text' AND substr(CAST(t."note" AS BLOB), 1, length(CAST(?1 AS BLOB))) IS CAST(?2 AS BLOB))
  -- text("SR"), text("SR")

-- without types: a number starts with
  (typeof(t."amount") = 'text' AND substr(CAST(t."amount" AS BLOB), 1, length(CAST(?1 AS BLOB))) IS CAST(?2 AS BLOB))
  -- text("1"), text("1")

-- without types: with null
  0

-- without types: one of, with a null
  (t."amount" IS NOT NULL AND t."amount" IN (?1, ?2, ?3, ?4) AND t."amount" COLLATE BINARY IN (?5, ?6, ?7, ?8))
  -- integer(1), text("1"), text("2"), integer(2), integer(1), text("1"), text("2"), integer(2)

-- without types: one of nothing
  (t."amount" IS NOT NULL AND t."amount" IN () AND t."amount" COLLATE BINARY IN ())

-- without types: all, any, not
  (((t."a" IS NULL) OR (t."b" IS NULL)) AND (NOT (t."c" IS NOT NULL AND t."c" <= ?1)))
  -- real(0.5)

-- date: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)))
  -- text(""), integer(-1), text("-1"), text("1900-01-01"), text("never")

-- date: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5))) AND NOT (("ended" >= ?6 AND "ended" <= ?7) AND retentiond_date(0, "ended") BETWEEN ?8 AND ?9))
  -- text(""), integer(-1), text("-1"), text("1900-01-01"), text("never"), text("1850-01-01"), text("2100-12-31"), integer(-43829), integer(47846)

-- date: reached
  ((("ended" >= ?1 AND "ended" <= ?2) AND retentiond_date(0, "ended") BETWEEN ?3 AND ?4) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND ("ended" COLLATE BINARY IN (?7)))))
  -- text("1850-01-01"), text("2020-02-29"), integer(-43829), integer(18321), text("never"), text("1900-01-03"), text("1900-01-01")

-- date: order
  "ended"

-- compact-date: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") = 'integer' AND "ended" COLLATE BINARY IN (?5)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6)))
  -- text(""), integer(-1), text("-1"), text("19000101"), integer(19000101), text("never")

-- compact-date: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") = 'integer' AND "ended" COLLATE BINARY IN (?5)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6))) AND NOT (("ended" >= ?7 AND "ended" <= ?8 OR "ended" >= ?9 AND "ended" <= ?10) AND retentiond_date(1, "ended") BETWEEN ?11 AND ?12))
  -- text(""), integer(-1), text("-1"), text("19000101"), integer(19000101), text("never"), text("18500101"), text("21001231"), integer(18500101), integer(21001231), integer(-43829), integer(47846)

-- compact-date: reached
  ((("ended" >= ?1 AND "ended" <= ?2 OR "ended" >= ?3 AND "ended" <= ?4) AND retentiond_date(1, "ended") BETWEEN ?5 AND ?6) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?7)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?8)) OR (typeof("ended") = 'integer' AND "ended" COLLATE BINARY IN (?9))))
  -- text("18500101"), text("20200229"), integer(18500101), integer(20200229), integer(-43829), integer(18321), text("never"), text("19000101"), integer(19000101)

-- compact-date: order
  "ended"

-- DD.MM.YYYY: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)))
  -- text(""), integer(-1), text("-1"), text("01.01.1900"), text("never")

-- DD.MM.YYYY: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5))) AND NOT retentiond_date(6, "ended") BETWEEN ?6 AND ?7)
  -- text(""), integer(-1), text("-1"), text("01.01.1900"), text("never"), integer(-43829), integer(47846)

-- DD.MM.YYYY: reached
  (retentiond_date(6, "ended") BETWEEN ?1 AND ?2 AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4)))
  -- integer(-43829), integer(18321), text("never"), text("01.01.1900")

-- DD.MM.YYYY: order
  substr("ended", 7, 4) || '-' || substr("ended", 4, 2) || '-' || substr("ended", 1, 2)

-- timestamp in UTC: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(3, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(3, "ended") BETWEEN ?10 AND ?11))))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- timestamp in UTC: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(3, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(3, "ended") BETWEEN ?10 AND ?11)))) AND NOT ("ended" >= ?12 AND "ended" < ?13 AND (retentiond_date(3, "ended") BETWEEN ?14 AND ?15)))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001), text("1850-01-01"), text("2101-01-01"), integer(-3786825600000000), integer(4133980799999999)

-- timestamp in UTC: reached
  (("ended" >= ?1 AND "ended" < ?2 AND (retentiond_date(3, "ended") BETWEEN ?3 AND ?4)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(3, "ended") BETWEEN ?8 AND ?9)))))
  -- text("1850-01-01"), text("2020-03-01"), integer(-3786825600000000), integer(1583020799999999), text("never"), text("1900-01-03"), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- timestamp in UTC: order
  "ended"

-- timestamp in Paris: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(2, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(2, "ended") BETWEEN ?10 AND ?11))))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-29"), text("1900-01-04"), integer(-2209075761000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208901839000001)

-- timestamp in Paris: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(2, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(2, "ended") BETWEEN ?10 AND ?11)))) AND NOT ("ended" >= ?12 AND "ended" < ?13 AND (retentiond_date(2, "ended") BETWEEN ?14 AND ?15)))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-29"), text("1900-01-04"), integer(-2209075761000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208901839000001), text("1850-01-01"), text("2101-01-02"), integer(-3786825039000000), integer(4133984399999999)

-- timestamp in Paris: reached
  (("ended" >= ?1 AND "ended" < ?2 AND (retentiond_date(2, "ended") BETWEEN ?3 AND ?4)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(2, "ended") BETWEEN ?8 AND ?9)))))
  -- text("1850-01-01"), text("2020-03-02"), integer(-3786825039000000), integer(1583024399999999), text("never"), text("1900-01-03"), text("1900-01-01"), integer(-2208988800000000), integer(-2208901839000001)

-- timestamp in Paris: order
  "ended"

-- rfc3339: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(4, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(4, "ended") BETWEEN ?10 AND ?11))))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- rfc3339: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(4, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(4, "ended") BETWEEN ?10 AND ?11)))) AND NOT ("ended" >= ?12 AND "ended" < ?13 AND (retentiond_date(4, "ended") BETWEEN ?14 AND ?15)))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001), text("1849-12-31"), text("2101-01-02"), integer(-3786825600000000), integer(4133980799999999)

-- rfc3339: reached
  (("ended" >= ?1 AND "ended" < ?2 AND (retentiond_date(4, "ended") BETWEEN ?3 AND ?4)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(4, "ended") BETWEEN ?8 AND ?9)))))
  -- text("1849-12-31"), text("2020-03-02"), integer(-3786825600000000), integer(1583020799999999), text("never"), text("1900-01-03"), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- rfc3339: order
  "ended"

-- epoch-seconds: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6))
  -- text(""), integer(-1), text("-1"), text("never"), real(-2208988800.0000014), real(-2208902400.0000014)

-- epoch-seconds: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)) AND NOT (typeof("ended") IN ('integer', 'real') AND "ended" > ?7 AND "ended" <= ?8))
  -- text(""), integer(-1), text("-1"), text("never"), real(-2208988800.0000014), real(-2208902400.0000014), real(-3786825600.0000014), real(4133980799.9999986)

-- epoch-seconds: reached
  ((typeof("ended") IN ('integer', 'real') AND "ended" > ?1 AND "ended" <= ?2) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)))
  -- real(-3786825600.0000014), real(1583020799.9999988), text("never"), integer(-1), real(-2208988800.0000014), real(-2208902400.0000014)

-- epoch-seconds: order
  "ended"

-- epoch-milliseconds: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6))
  -- text(""), integer(-1), text("-1"), text("never"), real(-2208988800000.0015), real(-2208902400000.0015)

-- epoch-milliseconds: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)) AND NOT (typeof("ended") IN ('integer', 'real') AND "ended" > ?7 AND "ended" <= ?8))
  -- text(""), integer(-1), text("-1"), text("never"), real(-2208988800000.0015), real(-2208902400000.0015), real(-3786825600000.0015), real(4133980799999.9985)

-- epoch-milliseconds: reached
  ((typeof("ended") IN ('integer', 'real') AND "ended" > ?1 AND "ended" <= ?2) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)))
  -- real(-3786825600000.0015), real(1583020799999.9988), text("never"), integer(-1), real(-2208988800000.0015), real(-2208902400000.0015)

-- epoch-milliseconds: order
  "ended"

-- YYYY/MM/DD: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)))
  -- text(""), integer(-1), text("-1"), text("1900/01/01"), text("never")

-- YYYY/MM/DD: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5))) AND NOT (("ended" >= ?6 AND "ended" <= ?7) AND retentiond_date(11, "ended") BETWEEN ?8 AND ?9))
  -- text(""), integer(-1), text("-1"), text("1900/01/01"), text("never"), text("1850/01/01"), text("2100/12/31"), integer(-43829), integer(47846)

-- YYYY/MM/DD: reached
  ((("ended" >= ?1 AND "ended" <= ?2) AND retentiond_date(11, "ended") BETWEEN ?3 AND ?4) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND ("ended" COLLATE BINARY IN (?7)))))
  -- text("1850/01/01"), text("2020/02/29"), integer(-43829), integer(18321), text("never"), text("1900/01/03"), text("1900/01/01")

-- YYYY/MM/DD: order
  "ended"

-- M/D/YYYY: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR retentiond_date(15, "ended") BETWEEN ?4 AND ?5 OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6)))
  -- text(""), integer(-1), text("-1"), integer(-25567), integer(-25567), text("never")

-- M/D/YYYY: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR retentiond_date(15, "ended") BETWEEN ?4 AND ?5 OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6))) AND NOT retentiond_date(15, "ended") BETWEEN ?7 AND ?8)
  -- text(""), integer(-1), text("-1"), integer(-25567), integer(-25567), text("never"), integer(-43829), integer(47846)

-- M/D/YYYY: reached
  (retentiond_date(15, "ended") BETWEEN ?1 AND ?2 AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR retentiond_date(15, "ended") BETWEEN ?4 AND ?5))
  -- integer(-43829), integer(18321), text("never"), integer(-25567), integer(-25567)

-- M/D/YYYY: order
  substr(CASE WHEN substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 5, 1) IN ('/', '.') THEN substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 1, 3) || '0' || substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 4) ELSE CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END END, 7, 4) || '-' || substr(CASE WHEN substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 5, 1) IN ('/', '.') THEN substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 1, 3) || '0' || substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 4) ELSE CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END END, 1, 2) || '-' || substr(CASE WHEN substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 5, 1) IN ('/', '.') THEN substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 1, 3) || '0' || substr(CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END, 4) ELSE CASE WHEN substr("ended", 2, 1) IN ('/', '.') THEN '0' || "ended" ELSE "ended" END END, 4, 2)

-- YYYY-MM: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)))
  -- text(""), integer(-1), text("-1"), text("1900-01"), text("never")

-- YYYY-MM: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5))) AND NOT (("ended" >= ?6 AND "ended" <= ?7) AND retentiond_date(16, "ended") BETWEEN ?8 AND ?9))
  -- text(""), integer(-1), text("-1"), text("1900-01"), text("never"), text("1850-01"), text("2100-12"), integer(-43829), integer(47846)

-- YYYY-MM: reached
  ((("ended" >= ?1 AND "ended" <= ?2) AND retentiond_date(16, "ended") BETWEEN ?3 AND ?4) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND ("ended" COLLATE BINARY IN (?7)))))
  -- text("1850-01"), text("2020-02"), integer(-43829), integer(18321), text("never"), text("1900-01"), text("1900-01")

-- YYYY-MM: order
  "ended"

-- MM/YYYY: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)))
  -- text(""), integer(-1), text("-1"), text("01/1900"), text("never")

-- MM/YYYY: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5))) AND NOT retentiond_date(18, "ended") BETWEEN ?6 AND ?7)
  -- text(""), integer(-1), text("-1"), text("01/1900"), text("never"), integer(-43829), integer(47846)

-- MM/YYYY: reached
  (retentiond_date(18, "ended") BETWEEN ?1 AND ?2 AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4)))
  -- integer(-43829), integer(18321), text("never"), text("01/1900")

-- MM/YYYY: order
  substr("ended", 4, 4) || '-' || substr("ended", 1, 2)

-- YYYY: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") = 'integer' AND "ended" COLLATE BINARY IN (?5)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6)))
  -- text(""), integer(-1), text("-1"), text("1900"), integer(1900), text("never")

-- YYYY: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") = 'integer' AND "ended" COLLATE BINARY IN (?5)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6))) AND NOT (("ended" >= ?7 AND "ended" <= ?8 OR "ended" >= ?9 AND "ended" <= ?10) AND retentiond_date(19, "ended") BETWEEN ?11 AND ?12))
  -- text(""), integer(-1), text("-1"), text("1900"), integer(1900), text("never"), text("1850"), text("2100"), integer(1850), integer(2100), integer(-43829), integer(47846)

-- YYYY: reached
  ((("ended" >= ?1 AND "ended" <= ?2 OR "ended" >= ?3 AND "ended" <= ?4) AND retentiond_date(19, "ended") BETWEEN ?5 AND ?6) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?7)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?8)) OR (typeof("ended") = 'integer' AND "ended" COLLATE BINARY IN (?9))))
  -- text("1850"), text("2020"), integer(1850), integer(2020), integer(-43829), integer(18321), text("never"), text("1900"), integer(1900)

-- YYYY: order
  "ended"

-- compact-timestamp: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR ((("ended" >= ?5 AND "ended" < ?6 OR "ended" >= ?7 AND "ended" < ?8) AND (retentiond_date(21, "ended") BETWEEN ?9 AND ?10)) AND (substr("ended", 1, 8) IN (?11) OR (retentiond_date(21, "ended") BETWEEN ?12 AND ?13))))
  -- text(""), integer(-1), text("-1"), text("never"), text("18991230"), text("19000104"), integer(18991230000000), integer(19000104000000), integer(-2209075200000000), integer(-2208816000000001), text("19000101"), integer(-2208988800000000), integer(-2208902400000001)

-- compact-timestamp: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR ((("ended" >= ?5 AND "ended" < ?6 OR "ended" >= ?7 AND "ended" < ?8) AND (retentiond_date(21, "ended") BETWEEN ?9 AND ?10)) AND (substr("ended", 1, 8) IN (?11) OR (retentiond_date(21, "ended") BETWEEN ?12 AND ?13)))) AND NOT (("ended" >= ?14 AND "ended" < ?15 OR "ended" >= ?16 AND "ended" < ?17) AND (retentiond_date(21, "ended") BETWEEN ?18 AND ?19)))
  -- text(""), integer(-1), text("-1"), text("never"), text("18991230"), text("19000104"), integer(18991230000000), integer(19000104000000), integer(-2209075200000000), integer(-2208816000000001), text("19000101"), integer(-2208988800000000), integer(-2208902400000001), text("18500101"), text("21010101"), integer(18500101000000), integer(21010101000000), integer(-3786825600000000), integer(4133980799999999)

-- compact-timestamp: reached
  ((("ended" >= ?1 AND "ended" < ?2 OR "ended" >= ?3 AND "ended" < ?4) AND (retentiond_date(21, "ended") BETWEEN ?5 AND ?6)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?7)) OR substr("ended", 1, 8) IN (?8) OR (retentiond_date(21, "ended") BETWEEN ?9 AND ?10)))
  -- text("18500101"), text("20200301"), integer(18500101000000), integer(20200301000000), integer(-3786825600000000), integer(1583020799999999), text("never"), text("19000101"), integer(-2208988800000000), integer(-2208902400000001)

-- compact-timestamp: order
  "ended"

-- date-or-timestamp: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(23, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(23, "ended") BETWEEN ?10 AND ?11))))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- date-or-timestamp: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(23, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(23, "ended") BETWEEN ?10 AND ?11)))) AND NOT ("ended" >= ?12 AND "ended" < ?13 AND (retentiond_date(23, "ended") BETWEEN ?14 AND ?15)))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001), text("1850-01-01"), text("2101-01-01"), integer(-3786825600000000), integer(4133980799999999)

-- date-or-timestamp: reached
  (("ended" >= ?1 AND "ended" < ?2 AND (retentiond_date(23, "ended") BETWEEN ?3 AND ?4)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(23, "ended") BETWEEN ?8 AND ?9)))))
  -- text("1850-01-01"), text("2020-03-01"), integer(-3786825600000000), integer(1583020799999999), text("never"), text("1900-01-03"), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- date-or-timestamp: order
  "ended"

-- DD/MM/YYYY hh:mm: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR ((retentiond_date(24, "ended") BETWEEN ?5 AND ?6) AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(24, "ended") BETWEEN ?8 AND ?9))))
  -- text(""), integer(-1), text("-1"), text("never"), integer(-2209075200000000), integer(-2208816000000001), text("01/01/1900"), integer(-2208988800000000), integer(-2208902400000001)

-- DD/MM/YYYY hh:mm: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR ((retentiond_date(24, "ended") BETWEEN ?5 AND ?6) AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(24, "ended") BETWEEN ?8 AND ?9)))) AND NOT (retentiond_date(24, "ended") BETWEEN ?10 AND ?11))
  -- text(""), integer(-1), text("-1"), text("never"), integer(-2209075200000000), integer(-2208816000000001), text("01/01/1900"), integer(-2208988800000000), integer(-2208902400000001), integer(-3786825600000000), integer(4133980799999999)

-- DD/MM/YYYY hh:mm: reached
  ((retentiond_date(24, "ended") BETWEEN ?1 AND ?2) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR substr("ended", 1, 10) IN (?4) OR (retentiond_date(24, "ended") BETWEEN ?5 AND ?6)))
  -- integer(-3786825600000000), integer(1583020799999999), text("never"), text("01/01/1900"), integer(-2208988800000000), integer(-2208902400000001)

-- DD/MM/YYYY hh:mm: order
  substr("ended", 7, 4) || '-' || substr("ended", 4, 2) || '-' || substr("ended", 1, 2)

-- offset-timestamp: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(20, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(20, "ended") BETWEEN ?10 AND ?11))))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- offset-timestamp: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (("ended" >= ?5 AND "ended" < ?6 AND (retentiond_date(20, "ended") BETWEEN ?7 AND ?8)) AND (substr("ended", 1, 10) IN (?9) OR (retentiond_date(20, "ended") BETWEEN ?10 AND ?11)))) AND NOT ("ended" >= ?12 AND "ended" < ?13 AND (retentiond_date(20, "ended") BETWEEN ?14 AND ?15)))
  -- text(""), integer(-1), text("-1"), text("never"), text("1899-12-30"), text("1900-01-04"), integer(-2209075200000000), integer(-2208816000000001), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001), text("1849-12-31"), text("2101-01-02"), integer(-3786825600000000), integer(4133980799999999)

-- offset-timestamp: reached
  (("ended" >= ?1 AND "ended" < ?2 AND (retentiond_date(20, "ended") BETWEEN ?3 AND ?4)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?5)) OR ("ended" <= ?6 AND (substr("ended", 1, 10) IN (?7) OR (retentiond_date(20, "ended") BETWEEN ?8 AND ?9)))))
  -- text("1849-12-31"), text("2020-03-02"), integer(-3786825600000000), integer(1583020799999999), text("never"), text("1900-01-03"), text("1900-01-01"), integer(-2208988800000000), integer(-2208902400000001)

-- offset-timestamp: order
  "ended"

-- epoch-nanoseconds: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6))
  -- text(""), integer(-1), text("-1"), text("never"), real(-2.208988800000001e+18), real(-2.208902400000001e+18)

-- epoch-nanoseconds: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)) AND NOT (typeof("ended") IN ('integer', 'real') AND "ended" > ?7 AND "ended" <= ?8))
  -- text(""), integer(-1), text("-1"), text("never"), real(-2.208988800000001e+18), real(-2.208902400000001e+18), real(-3.786825600000001e+18), real(4.133980799999999e+18)

-- epoch-nanoseconds: reached
  ((typeof("ended") IN ('integer', 'real') AND "ended" > ?1 AND "ended" <= ?2) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)))
  -- real(-3.786825600000001e+18), real(1.583020799999999e+18), text("never"), integer(-1), real(-2.208988800000001e+18), real(-2.208902400000001e+18)

-- epoch-nanoseconds: order
  "ended"

-- julian-date: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6))
  -- text(""), integer(-1), text("-1"), text("never"), real(2415020.4999999884), real(2415021.4999999884)

-- julian-date: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?5 AND "ended" <= ?6)) AND NOT (typeof("ended") IN ('integer', 'real') AND "ended" > ?7 AND "ended" <= ?8))
  -- text(""), integer(-1), text("-1"), text("never"), real(2415020.4999999884), real(2415021.4999999884), real(2396758.4999999884), real(2488434.4999999884)

-- julian-date: reached
  ((typeof("ended") IN ('integer', 'real') AND "ended" > ?1 AND "ended" <= ?2) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR (typeof("ended") IN ('integer', 'real') AND "ended" > ?4 AND "ended" <= ?5)))
  -- real(2396758.4999999884), real(2458909.4999999884), text("never"), real(2415020.4999999884), real(2415021.4999999884)

-- julian-date: order
  "ended"

-- julian-day: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") IN ('integer', 'real') AND "ended" >= ?4 AND "ended" <= ?5 AND "ended" = CAST("ended" AS INTEGER)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6)))
  -- text(""), integer(-1), text("-1"), integer(2415021), integer(2415021), text("never")

-- julian-day: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") IN ('integer', 'real') AND "ended" >= ?4 AND "ended" <= ?5 AND "ended" = CAST("ended" AS INTEGER)) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6))) AND NOT (typeof("ended") IN ('integer', 'real') AND "ended" >= ?7 AND "ended" <= ?8 AND "ended" = CAST("ended" AS INTEGER)))
  -- text(""), integer(-1), text("-1"), integer(2415021), integer(2415021), text("never"), integer(2396759), integer(2488434)

-- julian-day: reached
  ((typeof("ended") IN ('integer', 'real') AND "ended" >= ?1 AND "ended" <= ?2 AND "ended" = CAST("ended" AS INTEGER)) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR (typeof("ended") IN ('integer', 'real') AND "ended" >= ?4 AND "ended" <= ?5 AND "ended" = CAST("ended" AS INTEGER))))
  -- integer(2396759), integer(2458909), text("never"), integer(2415021), integer(2415021)

-- julian-day: order
  "ended"

-- spreadsheet-day: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") IN ('integer', 'real') AND "ended" >= ?4 AND "ended" < ?5) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6)))
  -- text(""), integer(-1), text("-1"), integer(2), integer(3), text("never")

-- spreadsheet-day: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") IN ('integer', 'real') AND "ended" >= ?4 AND "ended" < ?5) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?6))) AND NOT (typeof("ended") IN ('integer', 'real') AND "ended" >= ?7 AND "ended" < ?8))
  -- text(""), integer(-1), text("-1"), integer(2), integer(3), text("never"), integer(-18260), integer(73416)

-- spreadsheet-day: reached
  ((typeof("ended") IN ('integer', 'real') AND "ended" >= ?1 AND "ended" < ?2) AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4) OR (typeof("ended") IN ('integer', 'real') AND "ended" >= ?5 AND "ended" < ?6)))
  -- integer(-18260), integer(43891), text("never"), integer(-1), integer(2), integer(3)

-- spreadsheet-day: order
  "ended"

-- epoch-seconds-text: missing
  ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR retentiond_date(35, "ended") BETWEEN ?5 AND ?6)
  -- text(""), integer(-1), text("-1"), text("never"), integer(-2208988800000000), integer(-2208902400000001)

-- epoch-seconds-text: implausible
  (NOT ("ended" IS NULL OR "ended" COLLATE BINARY IN (?1, ?2, ?3) OR (typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?4)) OR retentiond_date(35, "ended") BETWEEN ?5 AND ?6) AND NOT retentiond_date(35, "ended") BETWEEN ?7 AND ?8)
  -- text(""), integer(-1), text("-1"), text("never"), integer(-2208988800000000), integer(-2208902400000001), integer(-3786825600000000), integer(4133980799999999)

-- epoch-seconds-text: reached
  (retentiond_date(35, "ended") BETWEEN ?1 AND ?2 AND NOT ((typeof("ended") = 'text' AND "ended" COLLATE BINARY IN (?3)) OR "ended" COLLATE BINARY IN (?4, ?5) OR retentiond_date(35, "ended") BETWEEN ?6 AND ?7))
  -- integer(-3786825600000000), integer(1583020799999999), text("never"), integer(-1), text("-1"), integer(-2208988800000000), integer(-2208902400000001)

-- epoch-seconds-text: order
  CAST("ended" AS NUMERIC)

-- ledger: recorded
  SELECT batch FROM main."ledger" WHERE journal = ?1 AND batch IN (?2, ?3) AND at <> ?4
  -- text("origin"), text("b1"), text("b2"), text("void")

-- ledger: time
  SELECT at FROM main."ledger" WHERE journal = ?1 AND batch = ?2
  -- text("origin"), text("b1")

-- ledger: insert
  INSERT INTO main."ledger" ("journal", "batch", "at") VALUES (?1, ?2, ?3)
  -- text("origin"), text("b1"), text("now")

-- ledger: insert if absent
  INSERT OR ABORT INTO main."ledger" ("journal", "batch", "at") VALUES (?1, ?2, ?3) ON CONFLICT ("journal", "batch") DO NOTHING
  -- text("origin"), text("b1"), text("void")

-- behind a key
  "amount" >= ?1 AND ("amount", "note") > (?2, ?3)
  -- integer(1), integer(1), text("x")

-- same to the last bit
  (a."note" IS s."note" COLLATE BINARY AND typeof(a."note") = typeof(s."note"))
