-- always
  (TRUE)

-- never
  (FALSE)

-- null
  (t."note" IS NULL)

-- equal, by bytes
  ((t."note" IS NOT NULL AND t."note" IN (?1) AND COALESCE((((t."note"::text))::text COLLATE "C") IN (((?2)::text COLLATE "C")), FALSE)))
  -- text("x"), text("x")

-- equal, as the column
  ((t."note" IS NOT NULL AND t."note" IN (?1)))
  -- text("x")

-- not equal
  (t."note" IS NOT NULL AND NOT ((t."note" IS NOT NULL AND t."note" IN (?1) AND COALESCE((((t."note"::text))::text COLLATE "C") IN (((?2)::text COLLATE "C")), FALSE))))
  -- text("x"), text("x")

-- less
  (t."amount" IS NOT NULL AND t."amount" < ?1)
  -- integer(5)

-- with null
  (FALSE)

-- one of, with a null
  ((t."amount" IS NOT NULL AND t."amount" IN (?1, ?2)))
  -- integer(1), text("2")

-- one of nothing
  (FALSE)

-- all, any, not
  (((t."a" IS NULL) OR (t."b" IS NULL)) AND (NOT (t."c" IS NOT NULL AND t."c" <= ?1)))
  -- real(0.5)

-- date, date: missing
  (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1) OR t."ended" IN (DATE '1900-01-01'))
  -- text("never")

-- date, date: implausible
  (NOT (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1) OR t."ended" IN (DATE '1900-01-01')) AND NOT (t."ended" IS NOT NULL AND t."ended" >= DATE '1850-01-01' AND t."ended" <= DATE '2100-12-31' AND TRUE))
  -- text("never")

-- date, date: reached
  ((t."ended" IS NOT NULL AND t."ended" >= DATE '1850-01-01' AND t."ended" <= DATE '2020-02-29' AND TRUE) AND NOT ((((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" <= DATE '1900-01-01' AND (t."ended" IN (DATE '1900-01-01')))))
  -- text("never")

-- date, date: order
  t."ended"

-- date, text: missing
  (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3, ?4) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?5, ?6, ?7, ?8)))
  -- text(""), text("-1"), text("never"), text("1900-01-01"), text("."), text("-1."), text("never."), text("1900-01-01.")

-- date, text: implausible
  (NOT (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3, ?4) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?5, ?6, ?7, ?8))) AND NOT (t."ended" IS NOT NULL AND t."ended" >= '1850-01-01' AND t."ended" <= '2100-12-31' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D⟩') AND (((t."ended"::text))::text COLLATE "C") >= '1850-01-01' AND (((t."ended"::text))::text COLLATE "C") <= '2100-12-31'))
  -- text(""), text("-1"), text("never"), text("1900-01-01"), text("."), text("-1."), text("never."), text("1900-01-01.")

-- date, text: reached
  ((t."ended" IS NOT NULL AND t."ended" >= '1850-01-01' AND t."ended" <= '2020-02-29' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D⟩') AND (((t."ended"::text))::text COLLATE "C") >= '1850-01-01' AND (((t."ended"::text))::text COLLATE "C") <= '2020-02-29') AND NOT ((t."ended" IN (?1) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?2)) OR (t."ended" <= '1900-01-03' AND ((t."ended" IN (?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4))))))
  -- text("never"), text("never."), text("1900-01-01"), text("1900-01-01.")

-- date, text: order
  t."ended"

-- compact-date, text: missing
  (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3, ?4) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?5, ?6, ?7, ?8)))
  -- text(""), text("-1"), text("never"), text("19000101"), text("."), text("-1."), text("never."), text("19000101.")

-- compact-date, text: implausible
  (NOT (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3, ?4) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?5, ?6, ?7, ?8))) AND NOT (t."ended" IS NOT NULL AND t."ended" >= '18500101' AND t."ended" <= '21001231' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨YMD⟩') AND (((t."ended"::text))::text COLLATE "C") >= '18500101' AND (((t."ended"::text))::text COLLATE "C") <= '21001231'))
  -- text(""), text("-1"), text("never"), text("19000101"), text("."), text("-1."), text("never."), text("19000101.")

-- compact-date, text: reached
  ((t."ended" IS NOT NULL AND t."ended" >= '18500101' AND t."ended" <= '20200229' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨YMD⟩') AND (((t."ended"::text))::text COLLATE "C") >= '18500101' AND (((t."ended"::text))::text COLLATE "C") <= '20200229') AND NOT ((t."ended" IN (?1) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?2)) OR (t."ended" <= '19000101' AND ((t."ended" IN (?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4))))))
  -- text("never"), text("never."), text("19000101"), text("19000101.")

-- compact-date, text: order
  t."ended"

-- compact-date, bigint: missing
  (t."ended" IS NULL OR t."ended" IN (-1, 19000101))

-- compact-date, bigint: implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1, 19000101)) AND NOT (t."ended" IS NOT NULL AND t."ended" >= 18500101 AND t."ended" <= 21001231 AND ((t."ended"::text) ~ '⟨YMD⟩')))

-- compact-date, bigint: reached
  ((t."ended" IS NOT NULL AND t."ended" >= 18500101 AND t."ended" <= 20200229 AND ((t."ended"::text) ~ '⟨YMD⟩')) AND NOT (t."ended" IN (-1, 19000101)))

-- compact-date, bigint: order
  t."ended"

-- DD.MM.YYYY, text: missing
  (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3, ?4) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?5, ?6, ?7, ?8)))
  -- text(""), text("-1"), text("never"), text("01.01.1900"), text("."), text("-1."), text("never."), text("01.01.1900.")

-- DD.MM.YYYY, text: implausible
  (NOT (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3, ?4) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?5, ?6, ?7, ?8))) AND NOT (t."ended" IS NOT NULL AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨D.M.Y⟩') AND concat(substr((((t."ended"::text))::text COLLATE "C"), 7, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 4, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 1, 2)) >= '1850-01-01' AND concat(substr((((t."ended"::text))::text COLLATE "C"), 7, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 4, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 1, 2)) <= '2100-12-31'))
  -- text(""), text("-1"), text("never"), text("01.01.1900"), text("."), text("-1."), text("never."), text("01.01.1900.")

-- DD.MM.YYYY, text: reached
  ((t."ended" IS NOT NULL AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨D.M.Y⟩') AND concat(substr((((t."ended"::text))::text COLLATE "C"), 7, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 4, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 1, 2)) >= '1850-01-01' AND concat(substr((((t."ended"::text))::text COLLATE "C"), 7, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 4, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 1, 2)) <= '2020-02-29') AND NOT ((t."ended" IN (?1) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?2)) OR (t."ended" IN (?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4))))
  -- text("never"), text("never."), text("01.01.1900"), text("01.01.1900.")

-- DD.MM.YYYY, text: order
  concat(substr((((t."ended"::text))::text COLLATE "C"), 7, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 4, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 1, 2))

-- timestamp in UTC, timestamp without time zone: missing
  (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1900-01-01 00:00:00' AND t."ended" <= TIMESTAMP '1900-01-01 23:59:59.999999' AND TRUE))
  -- text("never")

-- timestamp in UTC, timestamp without time zone: implausible
  (NOT (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1900-01-01 00:00:00' AND t."ended" <= TIMESTAMP '1900-01-01 23:59:59.999999' AND TRUE)) AND NOT (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1850-01-01 00:00:00' AND t."ended" <= TIMESTAMP '2100-12-31 23:59:59.999999' AND TRUE))
  -- text("never")

-- timestamp in UTC, timestamp without time zone: reached
  ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1850-01-01 00:00:00' AND t."ended" <= TIMESTAMP '2020-02-29 23:59:59.999999' AND TRUE) AND NOT ((((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" <= TIMESTAMP '1900-01-01 23:59:59.999999' AND ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1900-01-01 00:00:00' AND t."ended" <= TIMESTAMP '1900-01-01 23:59:59.999999' AND TRUE)))))
  -- text("never")

-- timestamp in UTC, timestamp without time zone: order
  t."ended"

-- timestamp in UTC, timestamp with time zone: missing
  (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1, ?2) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND TRUE))
  -- text("never"), text("never+00")

-- timestamp in UTC, timestamp with time zone: implausible
  (NOT (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1, ?2) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND TRUE)) AND NOT (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1850-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '2100-12-31 23:59:59.999999+00' AND TRUE))
  -- text("never"), text("never+00")

-- timestamp in UTC, timestamp with time zone: reached
  ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1850-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '2020-02-29 23:59:59.999999+00' AND TRUE) AND NOT ((((t."ended"::text))::text COLLATE "C") IN (?1, ?2) OR (t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1900-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND TRUE)))))
  -- text("never"), text("never+00")

-- timestamp in UTC, timestamp with time zone: order
  t."ended"

-- timestamp in UTC, text: missing
  (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4, ?5, ?6)) OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND substr((((t."ended"::text))::text COLLATE "C"), 1, 10) = '1900-01-01' OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-01 23:59:59.999999000')))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in UTC, text: implausible
  (NOT (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4, ?5, ?6)) OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND substr((((t."ended"::text))::text COLLATE "C"), 1, 10) = '1900-01-01' OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-01 23:59:59.999999000'))))) AND NOT (t."ended" IS NOT NULL AND t."ended" >= '1850-01-01' AND t."ended" < '2101-01-01' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1849-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2100-12-31 23:59:59.999999000'))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in UTC, text: reached
  ((t."ended" IS NOT NULL AND t."ended" >= '1850-01-01' AND t."ended" < '2020-03-01' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1849-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2020-02-29 23:59:59.999999000'))) AND NOT ((t."ended" IN (?1) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?2)) OR (t."ended" <= '1900-01-03' AND (substr((((t."ended"::text))::text COLLATE "C"), 1, 10) IN ('1900-01-01') OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sfZ⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-01 23:59:59.999999000')))))))
  -- text("never"), text("never.")

-- timestamp in UTC, text: order
  t."ended"

-- timestamp in Paris, timestamp without time zone: missing
  (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1900-01-01 00:00:00' AND t."ended" <= TIMESTAMP '1900-01-02 00:09:20.999999' AND TRUE))
  -- text("never")

-- timestamp in Paris, timestamp without time zone: implausible
  (NOT (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1900-01-01 00:00:00' AND t."ended" <= TIMESTAMP '1900-01-02 00:09:20.999999' AND TRUE)) AND NOT (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1850-01-01 00:09:21' AND t."ended" <= TIMESTAMP '2101-01-01 00:59:59.999999' AND TRUE))
  -- text("never")

-- timestamp in Paris, timestamp without time zone: reached
  ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1850-01-01 00:09:21' AND t."ended" <= TIMESTAMP '2020-03-01 00:59:59.999999' AND TRUE) AND NOT ((((t."ended"::text))::text COLLATE "C") IN (?1) OR (t."ended" <= TIMESTAMP '1900-01-02 00:09:20.999999' AND ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMP '1900-01-01 00:00:00' AND t."ended" <= TIMESTAMP '1900-01-02 00:09:20.999999' AND TRUE)))))
  -- text("never")

-- timestamp in Paris, timestamp without time zone: order
  t."ended"

-- timestamp in Paris, timestamp with time zone: missing
  (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1, ?2) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1899-12-31 23:50:39+00' AND t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND TRUE))
  -- text("never"), text("never+00")

-- timestamp in Paris, timestamp with time zone: implausible
  (NOT (t."ended" IS NULL OR (((t."ended"::text))::text COLLATE "C") IN (?1, ?2) OR (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1899-12-31 23:50:39+00' AND t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND TRUE)) AND NOT (t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1850-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '2100-12-31 23:59:59.999999+00' AND TRUE))
  -- text("never"), text("never+00")

-- timestamp in Paris, timestamp with time zone: reached
  ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1850-01-01 00:00:00+00' AND t."ended" <= TIMESTAMPTZ '2020-02-29 23:59:59.999999+00' AND TRUE) AND NOT ((((t."ended"::text))::text COLLATE "C") IN (?1, ?2) OR (t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND ((t."ended" IS NOT NULL AND t."ended" >= TIMESTAMPTZ '1899-12-31 23:50:39+00' AND t."ended" <= TIMESTAMPTZ '1900-01-01 23:59:59.999999+00' AND TRUE)))))
  -- text("never"), text("never+00")

-- timestamp in Paris, timestamp with time zone: order
  t."ended"

-- timestamp in Paris, text: missing
  (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4, ?5, ?6)) OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND substr((((t."ended"::text))::text COLLATE "C"), 1, 10) = '1900-01-01' OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-03' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-02 00:09:20.999999000')))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in Paris, text: implausible
  (NOT (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4, ?5, ?6)) OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND substr((((t."ended"::text))::text COLLATE "C"), 1, 10) = '1900-01-01' OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-03' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-02 00:09:20.999999000'))))) AND NOT (t."ended" IS NOT NULL AND t."ended" >= '1850-01-01' AND t."ended" < '2101-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1850-01-01 00:09:20.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2101-01-01 00:59:59.999999000'))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in Paris, text: reached
  ((t."ended" IS NOT NULL AND t."ended" >= '1850-01-01' AND t."ended" < '2020-03-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1850-01-01 00:09:20.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2020-03-01 00:59:59.999999000'))) AND NOT ((t."ended" IN (?1) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?2)) OR (t."ended" <= '1900-01-03' AND (substr((((t."ended"::text))::text COLLATE "C"), 1, 10) IN ('1900-01-01') OR (t."ended" IS NOT NULL AND t."ended" >= '1900-01-01' AND t."ended" < '1900-01-03' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Th:m:sf⟩') AND ((rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((((t."ended"::text))::text COLLATE "C"), 'T', ' ')), CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-02 00:09:20.999999000')))))))
  -- text("never"), text("never.")

-- timestamp in Paris, text: order
  t."ended"

-- rfc3339, text: missing
  (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4, ?5, ?6)) OR (CASE WHEN t."ended" IS NOT NULL AND t."ended" >= '1899-12-31' AND t."ended" < '1900-01-03' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Tth:m:sfo⟩') THEN substr((((t."ended"::text))::text COLLATE "C"), 1, 10) = '1900-01-01' OR ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) < TIMESTAMP '1900-01-01 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1900-01-01 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) > TIMESTAMP '1899-12-31 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1899-12-31 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- rfc3339, text: implausible
  (NOT (t."ended" IS NULL OR (t."ended" IN (?1, ?2, ?3) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?4, ?5, ?6)) OR (CASE WHEN t."ended" IS NOT NULL AND t."ended" >= '1899-12-31' AND t."ended" < '1900-01-03' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Tth:m:sfo⟩') THEN substr((((t."ended"::text))::text COLLATE "C"), 1, 10) = '1900-01-01' OR ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) < TIMESTAMP '1900-01-01 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1900-01-01 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) > TIMESTAMP '1899-12-31 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1899-12-31 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END)) AND NOT (CASE WHEN t."ended" IS NOT NULL AND t."ended" >= '1849-12-31' AND t."ended" < '2101-01-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Tth:m:sfo⟩') THEN ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) < TIMESTAMP '2100-12-31 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '2100-12-31 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) > TIMESTAMP '1849-12-31 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1849-12-31 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- rfc3339, text: reached
  ((CASE WHEN t."ended" IS NOT NULL AND t."ended" >= '1849-12-31' AND t."ended" < '2020-03-02' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Tth:m:sfo⟩') THEN ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) < TIMESTAMP '2020-02-29 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '2020-02-29 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) > TIMESTAMP '1849-12-31 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1849-12-31 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END) AND NOT ((t."ended" IN (?1) AND concat((((t."ended"::text))::text COLLATE "C"), '.') IN (?2)) OR (t."ended" <= '1900-01-03' AND (substr((((t."ended"::text))::text COLLATE "C"), 1, 10) IN ('1900-01-01') OR (CASE WHEN t."ended" IS NOT NULL AND t."ended" >= '1899-12-31' AND t."ended" < '1900-01-03' AND ((((t."ended"::text))::text COLLATE "C") ~ '⟨Y-M-D Tth:m:sfo⟩') THEN ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) < TIMESTAMP '1900-01-01 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1900-01-01 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) > TIMESTAMP '1899-12-31 23:59:59' OR (CAST(concat(concat(substr((((t."ended"::text))::text COLLATE "C"), 1, 4), '-', substr((((t."ended"::text))::text COLLATE "C"), 6, 2), '-', substr((((t."ended"::text))::text COLLATE "C"), 9, 2)), ' ', substr((((t."ended"::text))::text COLLATE "C"), 12, 8)) AS timestamp) - CAST((CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((((t."ended"::text))::text COLLATE "C"), 6) END) AS interval)) = TIMESTAMP '1899-12-31 23:59:59' AND CASE WHEN substr((((t."ended"::text))::text COLLATE "C"), 20, 1) = '.' THEN rpad(substr((((t."ended"::text))::text COLLATE "C"), 21, length((((t."ended"::text))::text COLLATE "C")) - 20 - CASE WHEN right((((t."ended"::text))::text COLLATE "C"), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END)))))
  -- text("never"), text("never.")

-- rfc3339, text: order
  t."ended"

-- epoch-seconds, bigint: missing
  (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988801 AND t."ended" <= -2208902401))

-- epoch-seconds, bigint: implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988801 AND t."ended" <= -2208902401)) AND NOT (t."ended" IS NOT NULL AND t."ended" > -3786825601 AND t."ended" <= 4133980799))

-- epoch-seconds, bigint: reached
  ((t."ended" IS NOT NULL AND t."ended" > -3786825601 AND t."ended" <= 1583020799) AND NOT (t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988801 AND t."ended" <= -2208902401)))

-- epoch-seconds, bigint: order
  t."ended"

-- epoch-seconds, double precision: missing
  (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > '-2208988800.0000014'::float8 AND t."ended" <= '-2208902400.0000014'::float8))

-- epoch-seconds, double precision: implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > '-2208988800.0000014'::float8 AND t."ended" <= '-2208902400.0000014'::float8)) AND NOT (t."ended" IS NOT NULL AND t."ended" > '-3786825600.0000014'::float8 AND t."ended" <= '4133980799.9999986'::float8))

-- epoch-seconds, double precision: reached
  ((t."ended" IS NOT NULL AND t."ended" > '-3786825600.0000014'::float8 AND t."ended" <= '1583020799.9999988'::float8) AND NOT (t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > '-2208988800.0000014'::float8 AND t."ended" <= '-2208902400.0000014'::float8)))

-- epoch-seconds, double precision: order
  t."ended"

-- epoch-seconds, numeric(20,6): missing
  (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800.000001 AND t."ended" <= -2208902400.000001))

-- epoch-seconds, numeric(20,6): implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800.000001 AND t."ended" <= -2208902400.000001)) AND NOT (t."ended" IS NOT NULL AND t."ended" > -3786825600.000001 AND t."ended" <= 4133980799.999999))

-- epoch-seconds, numeric(20,6): reached
  ((t."ended" IS NOT NULL AND t."ended" > -3786825600.000001 AND t."ended" <= 1583020799.999999) AND NOT (t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800.000001 AND t."ended" <= -2208902400.000001)))

-- epoch-seconds, numeric(20,6): order
  t."ended"

-- epoch-milliseconds, bigint: missing
  (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800001 AND t."ended" <= -2208902400001))

-- epoch-milliseconds, bigint: implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800001 AND t."ended" <= -2208902400001)) AND NOT (t."ended" IS NOT NULL AND t."ended" > -3786825600001 AND t."ended" <= 4133980799999))

-- epoch-milliseconds, bigint: reached
  ((t."ended" IS NOT NULL AND t."ended" > -3786825600001 AND t."ended" <= 1583020799999) AND NOT (t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800001 AND t."ended" <= -2208902400001)))

-- epoch-milliseconds, bigint: order
  t."ended"

-- epoch-milliseconds, double precision: missing
  (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > '-2208988800000.0015'::float8 AND t."ended" <= '-2208902400000.0015'::float8))

-- epoch-milliseconds, double precision: implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > '-2208988800000.0015'::float8 AND t."ended" <= '-2208902400000.0015'::float8)) AND NOT (t."ended" IS NOT NULL AND t."ended" > '-3786825600000.0015'::float8 AND t."ended" <= '4133980799999.9985'::float8))

-- epoch-milliseconds, double precision: reached
  ((t."ended" IS NOT NULL AND t."ended" > '-3786825600000.0015'::float8 AND t."ended" <= '1583020799999.9988'::float8) AND NOT (t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > '-2208988800000.0015'::float8 AND t."ended" <= '-2208902400000.0015'::float8)))

-- epoch-milliseconds, double precision: order
  t."ended"

-- epoch-milliseconds, numeric(20,6): missing
  (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800000.001 AND t."ended" <= -2208902400000.001))

-- epoch-milliseconds, numeric(20,6): implausible
  (NOT (t."ended" IS NULL OR t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800000.001 AND t."ended" <= -2208902400000.001)) AND NOT (t."ended" IS NOT NULL AND t."ended" > -3786825600000.001 AND t."ended" <= 4133980799999.999))

-- epoch-milliseconds, numeric(20,6): reached
  ((t."ended" IS NOT NULL AND t."ended" > -3786825600000.001 AND t."ended" <= 1583020799999.999) AND NOT (t."ended" IN (-1) OR (t."ended" IS NOT NULL AND t."ended" > -2208988800000.001 AND t."ended" <= -2208902400000.001)))

-- epoch-milliseconds, numeric(20,6): order
  t."ended"

-- ledger: recorded
  SELECT batch FROM "public"."ledger" WHERE journal = ?1 AND batch IN (?2, ?3) AND at <> ?4
  -- text("origin"), text("b1"), text("b2"), text("void")

-- ledger: time
  SELECT at FROM "public"."ledger" WHERE journal = ?1 AND batch = ?2
  -- text("origin"), text("b1")

-- ledger: insert
  INSERT INTO "public"."ledger" ("journal", "batch", "at") VALUES (?1, ?2, ?3)
  -- text("origin"), text("b1"), text("now")

-- ledger: insert if absent
  INSERT INTO "public"."ledger" ("journal", "batch", "at") VALUES (?1, ?2, ?3) ON CONFLICT ("journal", "batch") DO NOTHING
  -- text("origin"), text("b1"), text("void")

-- a list
  unnest(?1::text[], ?2::bigint[]) AS l(c0, c1)
  -- text("{\"x\",NULL}"), text("{1,2}")

-- delete the rows of a list
  DELETE FROM claims AS t USING unnest(?1::text[], ?2::bigint[]) AS l(c0, c1) WHERE l.c1 = 1
  -- text("{\"x\",NULL}"), text("{1,2}")

-- update the rows of a list
  UPDATE claims AS t SET "note" = l.c0 FROM unnest(?1::text[], ?2::bigint[]) AS l(c0, c1) WHERE l.c1 = 1
  -- text("{\"x\",NULL}"), text("{1,2}")

-- same to the last bit, date
  a.c IS NOT DISTINCT FROM t.c

-- bytes, date
  8

-- same to the last bit, timestamp without time zone
  a.c IS NOT DISTINCT FROM t.c

-- bytes, timestamp without time zone
  8

-- same to the last bit, timestamp with time zone
  a.c IS NOT DISTINCT FROM t.c

-- bytes, timestamp with time zone
  8

-- same to the last bit, text
  ((a.c)::text COLLATE "C") IS NOT DISTINCT FROM ((t.c)::text COLLATE "C")

-- bytes, text
  coalesce(octet_length((t.c::text)), 0)::bigint

-- same to the last bit, bigint
  a.c IS NOT DISTINCT FROM t.c

-- bytes, bigint
  8

-- same to the last bit, double precision
  a.c IS NOT DISTINCT FROM t.c

-- bytes, double precision
  8

-- same to the last bit, numeric(20,6)
  a.c IS NOT DISTINCT FROM t.c

-- bytes, numeric(20,6)
  8
