CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(100), name VARCHAR(100), last_seen DATE);
CREATE INDEX customer_last_seen ON customer (last_seen);
INSERT INTO customer VALUES
  (1, 'ada@mail.example', 'Ada', '2019-04-30'), (2, 'ben@mail.example', 'Ben', '2026-11-02'),
  (3, 'cleo@mail.example', 'Cleo', NULL), (4, 'dan@mail.example', 'Dan', '2023-04-30');
