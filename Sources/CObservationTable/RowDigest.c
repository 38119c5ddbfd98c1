#include "RowDigest.h"

#include <stdint.h>
#include <string.h>

static const uint64_t EMPTY = 0;

// Exclusive or, an odd factor and a folded shift: each can be undone.
static uint64_t mixed(uint64_t state, uint64_t word) {
  state = (state ^ word) * UINT64_C(0x9e3779b97f4a7c15);
  return state ^ state >> 32;
}

static uint64_t mixed_bytes(uint64_t state, const unsigned char *bytes, int count) {
  state = mixed(state, (uint64_t)count);
  for (int position = 0; position < count; position += 8) {
    uint64_t word = 0;
    const int left = count - position;
    memcpy(&word, bytes + position, left < 8 ? (size_t)left : 8);
    state = mixed(state, word);
  }
  return state;
}

// The number of one row.
static uint64_t row_number(int count, sqlite3_value **values) {
  uint64_t state = UINT64_C(0xcbf29ce484222325);
  for (int index = 0; index < count; index++) {
    const int type = sqlite3_value_type(values[index]);
    state = mixed(state, (uint64_t)type);
    switch (type) {
      case SQLITE_INTEGER:
        state = mixed(state, (uint64_t)sqlite3_value_int64(values[index]));
        break;
      case SQLITE_FLOAT: {
        const double number = sqlite3_value_double(values[index]);
        uint64_t word;
        memcpy(&word, &number, sizeof word);
        state = mixed(state, word);
        break;
      }
      case SQLITE_TEXT: {
        const unsigned char *text = sqlite3_value_text(values[index]);
        state = mixed_bytes(state, text, sqlite3_value_bytes(values[index]));
        break;
      }
      case SQLITE_BLOB: {
        const unsigned char *bytes = sqlite3_value_blob(values[index]);
        state = mixed_bytes(state, bytes, sqlite3_value_bytes(values[index]));
        break;
      }
      default: break;
    }
  }
  return state;
}

static void change_digest(sqlite3_context *context, int count, sqlite3_value **values) {
  if (count < 1) return;
  const uint64_t digest = (uint64_t)sqlite3_value_int64(values[0]);
  sqlite3_result_int64(context, (sqlite3_int64)(digest ^ row_number(count - 1, values + 1)));
}

static void add_row(sqlite3_context *context, int count, sqlite3_value **values) {
  uint64_t *digest = sqlite3_aggregate_context(context, sizeof *digest);
  if (digest) *digest ^= row_number(count, values);
}

static void give_digest(sqlite3_context *context) {
  const uint64_t *digest = sqlite3_aggregate_context(context, 0);
  sqlite3_result_int64(context, (sqlite3_int64)(digest ? *digest : EMPTY));
}

int airaccord_add_digest(sqlite3 *connection) {
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const int code = sqlite3_create_function(
      connection, "airaccord_digest", -1, flags, NULL, change_digest, NULL, NULL);
  if (code != SQLITE_OK) return code;
  return sqlite3_create_function(
      connection, "airaccord_digest_of", -1, flags, NULL, NULL, add_row, give_digest);
}
