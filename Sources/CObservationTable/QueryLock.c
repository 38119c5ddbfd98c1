#define _POSIX_C_SOURCE 200809L

#include "QueryLock.h"

#include <sqlite3.h>
#include <stddef.h>
#include <time.h>

#include "CObservationTable.h"

// Milliseconds on a clock that nobody sets; 0 for no limit. A query runs on one thread.
static _Thread_local long long deadline;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

void airaccord_start_query_clock(long long milliseconds) {
  deadline = milliseconds > 0 ? now() + milliseconds : 0;
}

long long airaccord_limit_sqlite_memory(long long bytes) {
  return sqlite3_hard_heap_limit64(bytes);
}

static int is_late(void *nothing) {
  (void)nothing;
  return deadline > 0 && now() > deadline;
}

// Functions that reach outside the archive. Not all builds of SQLite have them; the shell has most.
static const char *const refused_functions[] = {
    "load_extension", "readfile", "writefile",       "edit",          "fsdir",
    "lsmode",         "zipfile",  "fts3_tokenizer",  "sqlar_compress", "airaccord_lock",
};

// Pragmas that only tell something. With an argument most of them would set it.
static const char *const telling_pragmas[] = {
    "application_id", "collation_list", "compile_options", "database_list", "encoding",
    "function_list",  "integrity_check", "module_list",    "page_count",    "page_size",
    "pragma_list",    "quick_check",     "schema_version", "table_list",    "user_version",
};

// Pragmas whose argument is the name of what they tell about.
static const char *const naming_pragmas[] = {
    "foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list",
    "table_xinfo",
};

static int is_among(const char *name, const char *const *names, size_t count) {
  for (size_t index = 0; name && index < count; index++) {
    if (sqlite3_stricmp(name, names[index]) == 0) return 1;
  }
  return 0;
}

#define IS_AMONG(name, names) is_among(name, names, sizeof names / sizeof *names)

static int authorize(
    void *context, int action, const char *first, const char *second, const char *schema,
    const char *origin) {
  (void)context, (void)schema, (void)origin;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
    // BEGIN and COMMIT around a query give it one state of the archive; they change nothing.
    case SQLITE_TRANSACTION: return SQLITE_OK;
    case SQLITE_FUNCTION:
      return IS_AMONG(second, refused_functions) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      if (second ? IS_AMONG(first, naming_pragmas) : IS_AMONG(first, telling_pragmas)) {
        return SQLITE_OK;
      }
      if (!second && IS_AMONG(first, naming_pragmas)) return SQLITE_OK;
      return SQLITE_DENY;
    // While a virtual table declares its columns, SQLite compiles what it would write for an
    // ordinary table and throws it away. A query cannot use this: the schema may not be modified
    // on a defensive connection, and the file is open for reading only.
    case SQLITE_UPDATE:
      return first && sqlite3_stricmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
  }
}

static void lock(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count, (void)values;
  sqlite3 *connection = sqlite3_context_db_handle(context);
  // The variadic call wants a pointer of exactly this type.
  int *const nowhere = NULL;
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nowhere);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nowhere);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nowhere);
  sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(connection, SQLITE_LIMIT_WORKER_THREADS, 0);
  // A pattern of many % takes time that grows with their number as a power, and cannot be ended.
  sqlite3_limit(connection, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256);
  sqlite3_progress_handler(connection, 10000, is_late, NULL);
  sqlite3_set_authorizer(connection, authorize, NULL);
  sqlite3_result_int(context, 1);
}

int airaccord_add_lock(sqlite3 *connection) {
  return sqlite3_create_function(
      connection, "airaccord_lock", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, lock, NULL, NULL);
}
