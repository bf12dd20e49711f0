-- always
  (TRUE)

-- never
  (FALSE)

-- null
  (t.`note` IS NULL)

-- equal, by bytes
  ((t.`note` IS NOT NULL AND t.`note` IN (?1) AND COALESCE(CAST(CONVERT(CAST(t.`note` AS CHAR) USING utf8mb4) AS BINARY) IN (CAST(CONVERT(?2 USING utf8mb4) AS BINARY)), FALSE)))
  -- text("x"), text("x")

-- equal, as the column
  ((t.`note` IS NOT NULL AND t.`note` IN (?1)))
  -- text("x")

-- not equal
  (t.`note` IS NOT NULL AND NOT ((t.`note` IS NOT NULL AND t.`note` IN (?1) AND COALESCE(CAST(CONVERT(CAST(t.`note` AS CHAR) USING utf8mb4) AS BINARY) IN (CAST(CONVERT(?2 USING utf8mb4) AS BINARY)), FALSE))))
  -- text("x"), text("x")

-- less
  (t.`amount` IS NOT NULL AND t.`amount` < ?1)
  -- integer(5)

-- with null
  (FALSE)

-- one of, with a null
  ((t.`amount` IS NOT NULL AND t.`amount` IN (?1, CAST(?2 AS SIGNED))))
  -- integer(1), text("2")

-- one of nothing
  (FALSE)

-- all, any, not
  (((t.`a` IS NULL) OR (t.`b` IS NULL)) AND (NOT (t.`c` IS NOT NULL AND t.`c` <= ?1)))
  -- real(0.5)

-- date, date: missing
  (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR t.`ended` IN (DATE '1900-01-01'))
  -- text("never")

-- date, date: implausible
  (NOT (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR t.`ended` IN (DATE '1900-01-01')) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= DATE '1850-01-01' AND t.`ended` <= DATE '2100-12-31' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never")

-- date, date: reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= DATE '1850-01-01' AND t.`ended` <= DATE '2020-02-29' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0) AND NOT ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` <= DATE '1900-01-01' AND (t.`ended` IN (DATE '1900-01-01')))))
  -- text("never")

-- date, date: order
  t.`ended`

-- date, varchar(1000): missing
  (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3, ?4) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?5, ?6, ?7, ?8)))
  -- text(""), text("-1"), text("never"), text("1900-01-01"), text("."), text("-1."), text("never."), text("1900-01-01.")

-- date, varchar(1000): implausible
  (NOT (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3, ?4) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?5, ?6, ?7, ?8))) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= '1850-01-01' AND t.`ended` <= '2100-12-31' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D⟩(?!
)') AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) >= '1850-01-01' AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) <= '2100-12-31'))
  -- text(""), text("-1"), text("never"), text("1900-01-01"), text("."), text("-1."), text("never."), text("1900-01-01.")

-- date, varchar(1000): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= '1850-01-01' AND t.`ended` <= '2020-02-29' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D⟩(?!
)') AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) >= '1850-01-01' AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) <= '2020-02-29') AND NOT ((t.`ended` IN (?1) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?2)) OR (t.`ended` <= '1900-01-03' AND ((t.`ended` IN (?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4))))))
  -- text("never"), text("never."), text("1900-01-01"), text("1900-01-01.")

-- date, varchar(1000): order
  t.`ended`

-- compact-date, varchar(1000): missing
  (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3, ?4) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?5, ?6, ?7, ?8)))
  -- text(""), text("-1"), text("never"), text("19000101"), text("."), text("-1."), text("never."), text("19000101.")

-- compact-date, varchar(1000): implausible
  (NOT (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3, ?4) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?5, ?6, ?7, ?8))) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= '18500101' AND t.`ended` <= '21001231' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨YMD⟩(?!
)') AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) >= '18500101' AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) <= '21001231'))
  -- text(""), text("-1"), text("never"), text("19000101"), text("."), text("-1."), text("never."), text("19000101.")

-- compact-date, varchar(1000): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= '18500101' AND t.`ended` <= '20200229' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨YMD⟩(?!
)') AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) >= '18500101' AND (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) <= '20200229') AND NOT ((t.`ended` IN (?1) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?2)) OR (t.`ended` <= '19000101' AND ((t.`ended` IN (?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4))))))
  -- text("never"), text("never."), text("19000101"), text("19000101.")

-- compact-date, varchar(1000): order
  t.`ended`

-- compact-date, bigint: missing
  (t.`ended` IS NULL OR t.`ended` IN (-1, 19000101))

-- compact-date, bigint: implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1, 19000101)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= 18500101 AND t.`ended` <= 21001231 AND (CAST(t.`ended` AS CHAR) REGEXP '⟨YMD⟩(?!
)')))

-- compact-date, bigint: reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= 18500101 AND t.`ended` <= 20200229 AND (CAST(t.`ended` AS CHAR) REGEXP '⟨YMD⟩(?!
)')) AND NOT (t.`ended` IN (-1, 19000101)))

-- compact-date, bigint: order
  t.`ended`

-- DD.MM.YYYY, varchar(1000): missing
  (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3, ?4) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?5, ?6, ?7, ?8)))
  -- text(""), text("-1"), text("never"), text("01.01.1900"), text("."), text("-1."), text("never."), text("01.01.1900.")

-- DD.MM.YYYY, varchar(1000): implausible
  (NOT (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3, ?4) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?5, ?6, ?7, ?8))) AND NOT (t.`ended` IS NOT NULL AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨D.M.Y⟩(?!
)') AND concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 7, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 4, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 2)) >= '1850-01-01' AND concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 7, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 4, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 2)) <= '2100-12-31'))
  -- text(""), text("-1"), text("never"), text("01.01.1900"), text("."), text("-1."), text("never."), text("01.01.1900.")

-- DD.MM.YYYY, varchar(1000): reached
  ((t.`ended` IS NOT NULL AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨D.M.Y⟩(?!
)') AND concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 7, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 4, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 2)) >= '1850-01-01' AND concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 7, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 4, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 2)) <= '2020-02-29') AND NOT ((t.`ended` IN (?1) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?2)) OR (t.`ended` IN (?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4))))
  -- text("never"), text("never."), text("01.01.1900"), text("01.01.1900.")

-- DD.MM.YYYY, varchar(1000): order
  concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 7, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 4, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 2))

-- timestamp in UTC, datetime(6): missing
  (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never")

-- timestamp in UTC, datetime(6): implausible
  (NOT (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '2100-12-31 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never")

-- timestamp in UTC, datetime(6): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '2020-02-29 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0) AND NOT ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)))))
  -- text("never")

-- timestamp in UTC, datetime(6): order
  t.`ended`

-- timestamp in UTC, datetime(6): missing
  (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1, ?2) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never"), text("never+00")

-- timestamp in UTC, datetime(6): implausible
  (NOT (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1, ?2) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '2100-12-31 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never"), text("never+00")

-- timestamp in UTC, datetime(6): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '2020-02-29 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0) AND NOT ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1, ?2) OR (t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)))))
  -- text("never"), text("never+00")

-- timestamp in UTC, datetime(6): order
  t.`ended`

-- timestamp in UTC, varchar(1000): missing
  (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4, ?5, ?6)) OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) = '1900-01-01' OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-01 23:59:59.999999000')))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in UTC, varchar(1000): implausible
  (NOT (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4, ?5, ?6)) OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) = '1900-01-01' OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-01 23:59:59.999999000'))))) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= '1850-01-01' AND t.`ended` < '2101-01-01' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1849-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2100-12-31 23:59:59.999999000'))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in UTC, varchar(1000): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= '1850-01-01' AND t.`ended` < '2020-03-01' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1849-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2020-02-29 23:59:59.999999000'))) AND NOT ((t.`ended` IN (?1) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?2)) OR (t.`ended` <= '1900-01-03' AND (substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) IN ('1900-01-01') OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sfZ⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-01 23:59:59.999999000')))))))
  -- text("never"), text("never.")

-- timestamp in UTC, varchar(1000): order
  t.`ended`

-- timestamp in Paris, datetime(6): missing
  (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-02 00:09:20.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never")

-- timestamp in Paris, datetime(6): implausible
  (NOT (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-02 00:09:20.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:09:21' AND t.`ended` <= TIMESTAMP '2101-01-01 00:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never")

-- timestamp in Paris, datetime(6): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:09:21' AND t.`ended` <= TIMESTAMP '2020-03-01 00:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0) AND NOT ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1) OR (t.`ended` <= TIMESTAMP '1900-01-02 00:09:20.999999' AND ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1900-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '1900-01-02 00:09:20.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)))))
  -- text("never")

-- timestamp in Paris, datetime(6): order
  t.`ended`

-- timestamp in Paris, datetime(6): missing
  (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1, ?2) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1899-12-31 23:50:39' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never"), text("never+00")

-- timestamp in Paris, datetime(6): implausible
  (NOT (t.`ended` IS NULL OR (CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1, ?2) OR (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1899-12-31 23:50:39' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '2100-12-31 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0))
  -- text("never"), text("never+00")

-- timestamp in Paris, datetime(6): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1850-01-01 00:00:00' AND t.`ended` <= TIMESTAMP '2020-02-29 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0) AND NOT ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) IN (?1, ?2) OR (t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND ((t.`ended` IS NOT NULL AND t.`ended` >= TIMESTAMP '1899-12-31 23:50:39' AND t.`ended` <= TIMESTAMP '1900-01-01 23:59:59.999999' AND DAYOFMONTH(t.`ended`) > 0 AND MONTH(t.`ended`) > 0)))))
  -- text("never"), text("never+00")

-- timestamp in Paris, datetime(6): order
  t.`ended`

-- timestamp in Paris, varchar(1000): missing
  (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4, ?5, ?6)) OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) = '1900-01-01' OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-03' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-02 00:09:20.999999000')))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in Paris, varchar(1000): implausible
  (NOT (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4, ?5, ?6)) OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) = '1900-01-01' OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-03' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-02 00:09:20.999999000'))))) AND NOT (t.`ended` IS NOT NULL AND t.`ended` >= '1850-01-01' AND t.`ended` < '2101-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1850-01-01 00:09:20.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2101-01-01 00:59:59.999999000'))))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- timestamp in Paris, varchar(1000): reached
  ((t.`ended` IS NOT NULL AND t.`ended` >= '1850-01-01' AND t.`ended` < '2020-03-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1850-01-01 00:09:20.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '2020-03-01 00:59:59.999999000'))) AND NOT ((t.`ended` IN (?1) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?2)) OR (t.`ended` <= '1900-01-03' AND (substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) IN ('1900-01-01') OR (t.`ended` IS NOT NULL AND t.`ended` >= '1900-01-01' AND t.`ended` < '1900-01-03' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Th:m:sf⟩(?!
)') AND ((rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') > '1899-12-31 23:59:59.999999000' AND rpad(concat(trim(trailing 'Z' from replace((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 'T', ' ')), CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN '' ELSE '.' END), 29, '0') <= '1900-01-02 00:09:20.999999000')))))))
  -- text("never"), text("never.")

-- timestamp in Paris, varchar(1000): order
  t.`ended`

-- rfc3339, varchar(1000): missing
  (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4, ?5, ?6)) OR (CASE WHEN t.`ended` IS NOT NULL AND t.`ended` >= '1899-12-31' AND t.`ended` < '1900-01-03' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Tth:m:sfo⟩(?!
)') THEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) = '1900-01-01' OR ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) < TIMESTAMP '1900-01-01 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1900-01-01 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) > TIMESTAMP '1899-12-31 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1899-12-31 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- rfc3339, varchar(1000): implausible
  (NOT (t.`ended` IS NULL OR (t.`ended` IN (?1, ?2, ?3) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?4, ?5, ?6)) OR (CASE WHEN t.`ended` IS NOT NULL AND t.`ended` >= '1899-12-31' AND t.`ended` < '1900-01-03' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Tth:m:sfo⟩(?!
)') THEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) = '1900-01-01' OR ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) < TIMESTAMP '1900-01-01 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1900-01-01 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) > TIMESTAMP '1899-12-31 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1899-12-31 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END)) AND NOT (CASE WHEN t.`ended` IS NOT NULL AND t.`ended` >= '1849-12-31' AND t.`ended` < '2101-01-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Tth:m:sfo⟩(?!
)') THEN ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) < TIMESTAMP '2100-12-31 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '2100-12-31 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) > TIMESTAMP '1849-12-31 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1849-12-31 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END))
  -- text(""), text("-1"), text("never"), text("."), text("-1."), text("never.")

-- rfc3339, varchar(1000): reached
  ((CASE WHEN t.`ended` IS NOT NULL AND t.`ended` >= '1849-12-31' AND t.`ended` < '2020-03-02' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Tth:m:sfo⟩(?!
)') THEN ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) < TIMESTAMP '2020-02-29 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '2020-02-29 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) > TIMESTAMP '1849-12-31 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1849-12-31 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END) AND NOT ((t.`ended` IN (?1) AND concat((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), '.') IN (?2)) OR (t.`ended` <= '1900-01-03' AND (substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 10) IN ('1900-01-01') OR (CASE WHEN t.`ended` IS NOT NULL AND t.`ended` >= '1899-12-31' AND t.`ended` < '1900-01-03' AND ((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin) REGEXP '⟨Y-M-D Tth:m:sfo⟩(?!
)') THEN ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) < TIMESTAMP '1900-01-01 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1900-01-01 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END <= '999999000') AND ((CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) > TIMESTAMP '1899-12-31 23:59:59' OR (CAST(concat(concat(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1, 4), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6, 2), '-', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 9, 2)), ' ', substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 12, 8)) AS DATETIME) - INTERVAL (CASE WHEN substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 1, 1) = '-' THEN -(CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) ELSE (CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 2, 2) AS SIGNED) * 60 + CAST(substr((CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN '+00:00' ELSE right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 6) END), 5, 2) AS SIGNED)) END) MINUTE) = TIMESTAMP '1899-12-31 23:59:59' AND CASE WHEN substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 20, 1) = '.' THEN rpad(substr((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 21, length((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin)) - 20 - CASE WHEN right((CONVERT(CAST(t.`ended` AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin), 1) IN ('Z', 'z') THEN 1 ELSE 6 END), 9, '0') ELSE '000000000' END > '999999000') ELSE FALSE END)))))
  -- text("never"), text("never.")

-- rfc3339, varchar(1000): order
  t.`ended`

-- epoch-seconds, bigint: missing
  (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988801 AND t.`ended` <= -2208902401))

-- epoch-seconds, bigint: implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988801 AND t.`ended` <= -2208902401)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` > -3786825601 AND t.`ended` <= 4133980799))

-- epoch-seconds, bigint: reached
  ((t.`ended` IS NOT NULL AND t.`ended` > -3786825601 AND t.`ended` <= 1583020799) AND NOT (t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988801 AND t.`ended` <= -2208902401)))

-- epoch-seconds, bigint: order
  t.`ended`

-- epoch-seconds, double: missing
  (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800.0000014e0 AND t.`ended` <= -2208902400.0000014e0))

-- epoch-seconds, double: implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800.0000014e0 AND t.`ended` <= -2208902400.0000014e0)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` > -3786825600.0000014e0 AND t.`ended` <= 4133980799.9999986e0))

-- epoch-seconds, double: reached
  ((t.`ended` IS NOT NULL AND t.`ended` > -3786825600.0000014e0 AND t.`ended` <= 1583020799.9999988e0) AND NOT (t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800.0000014e0 AND t.`ended` <= -2208902400.0000014e0)))

-- epoch-seconds, double: order
  t.`ended`

-- epoch-seconds, decimal(20,6): missing
  (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800.000001 AND t.`ended` <= -2208902400.000001))

-- epoch-seconds, decimal(20,6): implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800.000001 AND t.`ended` <= -2208902400.000001)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` > -3786825600.000001 AND t.`ended` <= 4133980799.999999))

-- epoch-seconds, decimal(20,6): reached
  ((t.`ended` IS NOT NULL AND t.`ended` > -3786825600.000001 AND t.`ended` <= 1583020799.999999) AND NOT (t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800.000001 AND t.`ended` <= -2208902400.000001)))

-- epoch-seconds, decimal(20,6): order
  t.`ended`

-- epoch-milliseconds, bigint: missing
  (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800001 AND t.`ended` <= -2208902400001))

-- epoch-milliseconds, bigint: implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800001 AND t.`ended` <= -2208902400001)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` > -3786825600001 AND t.`ended` <= 4133980799999))

-- epoch-milliseconds, bigint: reached
  ((t.`ended` IS NOT NULL AND t.`ended` > -3786825600001 AND t.`ended` <= 1583020799999) AND NOT (t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800001 AND t.`ended` <= -2208902400001)))

-- epoch-milliseconds, bigint: order
  t.`ended`

-- epoch-milliseconds, double: missing
  (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800000.0015e0 AND t.`ended` <= -2208902400000.0015e0))

-- epoch-milliseconds, double: implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800000.0015e0 AND t.`ended` <= -2208902400000.0015e0)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` > -3786825600000.0015e0 AND t.`ended` <= 4133980799999.9985e0))

-- epoch-milliseconds, double: reached
  ((t.`ended` IS NOT NULL AND t.`ended` > -3786825600000.0015e0 AND t.`ended` <= 1583020799999.9988e0) AND NOT (t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800000.0015e0 AND t.`ended` <= -2208902400000.0015e0)))

-- epoch-milliseconds, double: order
  t.`ended`

-- epoch-milliseconds, decimal(20,6): missing
  (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800000.001 AND t.`ended` <= -2208902400000.001))

-- epoch-milliseconds, decimal(20,6): implausible
  (NOT (t.`ended` IS NULL OR t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800000.001 AND t.`ended` <= -2208902400000.001)) AND NOT (t.`ended` IS NOT NULL AND t.`ended` > -3786825600000.001 AND t.`ended` <= 4133980799999.999))

-- epoch-milliseconds, decimal(20,6): reached
  ((t.`ended` IS NOT NULL AND t.`ended` > -3786825600000.001 AND t.`ended` <= 1583020799999.999) AND NOT (t.`ended` IN (-1) OR (t.`ended` IS NOT NULL AND t.`ended` > -2208988800000.001 AND t.`ended` <= -2208902400000.001)))

-- epoch-milliseconds, decimal(20,6): order
  t.`ended`

-- ledger: recorded
  SELECT batch FROM `insurer`.`ledger` WHERE journal = ?1 AND batch IN (?2, ?3) AND at <> ?4
  -- text("origin"), text("b1"), text("b2"), text("void")

-- ledger: time
  SELECT at FROM `insurer`.`ledger` WHERE journal = ?1 AND batch = ?2
  -- text("origin"), text("b1")

-- ledger: insert
  INSERT INTO `insurer`.`ledger` (`journal`, `batch`, `at`) VALUES (?1, ?2, ?3)
  -- text("origin"), text("b1"), text("now")

-- ledger: insert if absent
  INSERT INTO `insurer`.`ledger` (`journal`, `batch`, `at`) VALUES (?1, ?2, ?3) ON DUPLICATE KEY UPDATE batch = batch
  -- text("origin"), text("b1"), text("void")

-- a list
  JSON_TABLE(?1, '$[*]' COLUMNS (c0 varchar(1000) PATH '$[0]' ERROR ON ERROR, c1 bigint PATH '$[1]' ERROR ON ERROR)) AS l
  -- text("[[\"x\",\"1\"],[null,\"2\"]]")

-- delete the rows of a list
  DELETE t FROM JSON_TABLE(?1, '$[*]' COLUMNS (c0 varchar(1000) PATH '$[0]' ERROR ON ERROR, c1 bigint PATH '$[1]' ERROR ON ERROR)) AS l STRAIGHT_JOIN claims AS t ON l.c1 = 1
  -- text("[[\"x\",\"1\"],[null,\"2\"]]")

-- update the rows of a list
  UPDATE JSON_TABLE(?1, '$[*]' COLUMNS (c0 varchar(1000) PATH '$[0]' ERROR ON ERROR, c1 bigint PATH '$[1]' ERROR ON ERROR)) AS l STRAIGHT_JOIN claims AS t ON l.c1 = 1 SET t.`note` = l.c0
  -- text("[[\"x\",\"1\"],[null,\"2\"]]")

-- same to the last bit, date
  (a.c <=> t.c)

-- bytes, date
  8

-- same to the last bit, datetime(6)
  (a.c <=> t.c)

-- bytes, datetime(6)
  8

-- same to the last bit, datetime(6)
  (a.c <=> t.c)

-- bytes, datetime(6)
  8

-- same to the last bit, varchar(1000)
  (CAST(CONVERT(a.c USING utf8mb4) AS BINARY) <=> CAST(CONVERT(t.c USING utf8mb4) AS BINARY) AND (a.c IS NULL) = (CAST(CONVERT(a.c USING utf8mb4) AS BINARY) IS NULL) AND (t.c IS NULL) = (CAST(CONVERT(t.c USING utf8mb4) AS BINARY) IS NULL))

-- bytes, varchar(1000)
  COALESCE(LENGTH(t.c), 0)

-- same to the last bit, bigint
  (a.c <=> t.c)

-- bytes, bigint
  8

-- same to the last bit, double
  (a.c <=> t.c)

-- bytes, double
  8

-- same to the last bit, decimal(20,6)
  (a.c <=> t.c)

-- bytes, decimal(20,6)
  8
