#include <sqlite3.h>

// A function of variable arguments, which Swift does not call.
static inline int sqlite3_set_option(sqlite3 *connection, int option, int value) {
  return sqlite3_db_config(connection, option, value, (int *)0);
}
