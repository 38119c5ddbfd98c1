#ifndef AIRACCORD_LOADABLE
#include "CObservationTable.h"
#endif

#include <math.h>
// As a loadable extension, every call goes through the host's table of routines.
#ifdef AIRACCORD_LOADABLE
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1
#else
#include <sqlite3.h>
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "FlagSweep.h"
#ifndef AIRACCORD_LOADABLE
#include "QueryLock.h"
#include "RowDigest.h"
#endif
#include "PackedBlock.h"

enum { STATION, POLLUTANT, TIME, VALUE, FLAG, UNIT, INSTANT, AVERAGING, INSTRUMENT };

// Columns of `observation_summary`; the first two are those of `observation`.
enum {
  YEAR = 2, COUNT, SUM, MINIMUM, MAXIMUM, SUMMARY_UNIT, SUMMARY_AVERAGING, SUMMARY_INSTRUMENT
};

// Which conditions a plan passes on, in the order in which their values arrive.
enum {
  BY_STATION = 1,
  BY_POLLUTANT = 2,
  TIME_EQUAL = 4,
  TIME_LOWER = 8,
  TIME_UPPER = 16,
  INSTANT_EQUAL = 32,
  INSTANT_LOWER = 64,
  INSTANT_UPPER = 128,
  CONDITIONS = 8,
  // Not conditions: the plan asks for the column `flag`, or it relies on there being one series
  // of a pollutant at a station, so that rows by series are rows by time.
  WITH_FLAGS = 256,
  IN_TIME_ORDER = 512
};

// Texts that were handed out, kept as long as the connection has the table. SQLite may hold on to
// a result over many rows, so a text must not go when the cursor moves on; one copy for each
// station, pollutant and unit costs less than one for each row.
typedef struct Word {
  struct Word *next;
  int length;
  char text[];
} Word;

enum { BUCKETS = 4096 };

typedef struct {
  sqlite3_vtab base;
  sqlite3 *connection;
  int is_summary;
  Word *words[BUCKETS];
} Table;

typedef struct {
  sqlite3_vtab_cursor base;
  sqlite3_stmt *series;  // one row a series, by station and pollutant
  sqlite3_stmt *blocks;  // the blocks of the current series by year
  sqlite3_stmt *flags;   // the flags of the current series by start; NULL when nobody asks
  const Word *station, *pollutant, *unit, *averaging, *instrument;
  FlagSweep sweep;
  double *values;  // the current block, unpacked
  size_t capacity;
  sqlite3_int64 start, step, offset;
  int is_months;              // whether `step` counts calendar months instead of seconds
  sqlite3_int64 first_month;  // of the block's first period, from January of the year 0
  sqlite3_int64 position, end;  // of the current row and after the last of this block
  char *time_lower, *time_upper;
  sqlite3_int64 instant_lower, instant_upper;
  sqlite3_int64 rowid;
  int at_end;
  // Of the current block, in a summary.
  sqlite3_int64 count;
  double sum, minimum, maximum;
} Cursor;

// Columns of the statements over series and over blocks.
enum {
  S_ID, S_STATION, S_POLLUTANT, S_UNIT, S_STEP, S_OFFSET, S_AVERAGING, S_INSTRUMENT, S_IS_MONTHS
};
enum { B_START, B_COUNT, B_PAYLOAD, B_YEAR };

// The kept copy of a text, or NULL without memory.
static const Word *keep(Table *table, const unsigned char *text, int length) {
  unsigned hash = 2166136261u;
  for (int index = 0; index < length; index++) hash = (hash ^ text[index]) * 16777619u;
  Word **bucket = &table->words[hash % BUCKETS];
  for (Word *word = *bucket; word; word = word->next) {
    if (word->length == length && memcmp(word->text, text, (size_t)length) == 0) return word;
  }
  Word *word = sqlite3_malloc64(sizeof *word + (sqlite3_uint64)length + 1);
  if (!word) return NULL;
  word->length = length;
  if (length > 0) memcpy(word->text, text, (size_t)length);
  word->text[length] = 0;
  word->next = *bucket;
  *bucket = word;
  return word;
}

static const Word *keep_column(Table *table, sqlite3_stmt *statement, int column) {
  const unsigned char *text = sqlite3_column_text(statement, column);
  return keep(table, text, text ? sqlite3_column_bytes(statement, column) : 0);
}

static int connect_table(
    sqlite3 *connection, void *context, int count, const char *const *arguments,
    sqlite3_vtab **result, char **message) {
  (void)count, (void)arguments, (void)message;
  int code = sqlite3_declare_vtab(
      connection,
      context ? "CREATE TABLE observation_summary(station TEXT, pollutant TEXT, year INTEGER, "
                "count INTEGER, sum REAL, minimum REAL, maximum REAL, unit TEXT, "
                "averaging TEXT, instrument TEXT)"
              : "CREATE TABLE observation(station TEXT, pollutant TEXT, time TEXT, value REAL, flag TEXT, "
      "unit TEXT, instant INTEGER, averaging TEXT, instrument TEXT)");
  if (code != SQLITE_OK) return code;
  Table *table = sqlite3_malloc(sizeof *table);
  if (!table) return SQLITE_NOMEM;
  memset(table, 0, sizeof *table);
  table->connection = connection;
  table->is_summary = context != NULL;
  *result = &table->base;
  return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *base) {
  Table *table = (Table *)base;
  for (int bucket = 0; bucket < BUCKETS; bucket++) {
    for (Word *word = table->words[bucket], *next; word; word = next) {
      next = word->next;
      sqlite3_free(word);
    }
  }
  sqlite3_free(table);
  return SQLITE_OK;
}

// Which condition a constraint is, or 0. Every condition is checked again by SQLite for each row
// that comes out, so leaving rows out early must be right, but letting some through is harmless.
static int condition_of(const Table *table, sqlite3_index_info *plan, int index) {
  const int column = plan->aConstraint[index].iColumn;
  if (table->is_summary && column > POLLUTANT) return 0;
  const int comparison = plan->aConstraint[index].op;
  if (column == STATION || column == POLLUTANT || column == TIME) {
    const char *collation = sqlite3_vtab_collation(plan, index);
    if (!collation || sqlite3_stricmp(collation, "BINARY") != 0) return 0;
  }
  switch (column) {
    case STATION: return comparison == SQLITE_INDEX_CONSTRAINT_EQ ? BY_STATION : 0;
    case POLLUTANT: return comparison == SQLITE_INDEX_CONSTRAINT_EQ ? BY_POLLUTANT : 0;
    case TIME:
    case INSTANT: {
      const int isTime = column == TIME;
      switch (comparison) {
        case SQLITE_INDEX_CONSTRAINT_EQ: return isTime ? TIME_EQUAL : INSTANT_EQUAL;
        case SQLITE_INDEX_CONSTRAINT_GE:
        case SQLITE_INDEX_CONSTRAINT_GT: return isTime ? TIME_LOWER : INSTANT_LOWER;
        case SQLITE_INDEX_CONSTRAINT_LE:
        case SQLITE_INDEX_CONSTRAINT_LT: return isTime ? TIME_UPPER : INSTANT_UPPER;
        default: return 0;
      }
    }
    default: return 0;
  }
}

// Whether every pollutant at a station has one series, and not several of different averaging
// times or instruments.
static int has_single_series(const Table *table) {
  sqlite3_stmt *statement = NULL;
  const int code = sqlite3_prepare_v2(
      table->connection,
      "SELECT 1 FROM series GROUP BY station, pollutant HAVING count(*) > 1 LIMIT 1", -1,
      &statement, NULL);
  const int is_single = code == SQLITE_OK && sqlite3_step(statement) == SQLITE_DONE;
  sqlite3_finalize(statement);
  return is_single;
}

// Whether the rows' own order, by station, pollutant and time, is the one that is asked for.
static int is_in_order(const Table *table, sqlite3_index_info *plan) {
  if (sqlite3_vtab_distinct((sqlite3_index_info *)plan) == 0) {
    const int order[] = {STATION, POLLUTANT, table->is_summary ? YEAR : INSTANT};
    if (plan->nOrderBy > 3) return 0;
    for (int index = 0; index < plan->nOrderBy; index++) {
      if (plan->aOrderBy[index].iColumn != order[index] || plan->aOrderBy[index].desc) return 0;
    }
    if (plan->nOrderBy == 3) {
      if (!has_single_series(table)) return 0;
      plan->idxNum |= IN_TIME_ORDER;
    }
    return plan->nOrderBy > 0;
  }
  // For GROUP BY and DISTINCT equal rows need only be neighbours.
  int hasStation = 0, hasPollutant = 0;
  for (int index = 0; index < plan->nOrderBy; index++) {
    const int column = plan->aOrderBy[index].iColumn;
    if (column != STATION && column != POLLUTANT) return 0;
    if (column == STATION) hasStation = 1;
    if (column == POLLUTANT) hasPollutant = 1;
  }
  return hasStation || (hasPollutant && plan->idxNum & BY_STATION);
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *plan) {
  const Table *table = (const Table *)base;
  int chosen[CONDITIONS];
  memset(chosen, -1, sizeof chosen);
  for (int index = 0; index < plan->nConstraint; index++) {
    if (!plan->aConstraint[index].usable) continue;
    const int condition = condition_of(table, plan, index);
    for (int bit = 0; bit < CONDITIONS; bit++) {
      if (condition == 1 << bit && chosen[bit] < 0) chosen[bit] = index;
    }
  }
  double rows = 1e8;
  int arguments = 0;
  plan->idxNum = 0;
  for (int bit = 0; bit < CONDITIONS; bit++) {
    if (chosen[bit] < 0) continue;
    plan->idxNum |= 1 << bit;
    plan->aConstraintUsage[chosen[bit]].argvIndex = ++arguments;
    switch (1 << bit) {
      case BY_STATION: rows /= 100; break;
      case BY_POLLUTANT: rows /= 10; break;
      case TIME_EQUAL:
      case INSTANT_EQUAL: rows /= 1e4; break;
      default: rows /= 2; break;
    }
  }
  if (!table->is_summary && plan->colUsed & (sqlite3_uint64)1 << FLAG) plan->idxNum |= WITH_FLAGS;
  plan->orderByConsumed = is_in_order(table, plan);
  plan->estimatedRows = rows < 1 ? 1 : (sqlite3_int64)rows;
  plan->estimatedCost = rows < 1 ? 1 : rows;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **result) {
  (void)table;
  Cursor *cursor = sqlite3_malloc(sizeof *cursor);
  if (!cursor) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  *result = &cursor->base;
  return SQLITE_OK;
}

static void reset_cursor(Cursor *cursor) {
  sqlite3_finalize(cursor->series);
  sqlite3_finalize(cursor->blocks);
  sqlite3_finalize(cursor->flags);
  cursor->series = cursor->flags = NULL;
  airaccord_clear_flags(&cursor->sweep);
  sqlite3_free(cursor->time_lower);
  sqlite3_free(cursor->time_upper);
  cursor->blocks = NULL;
  cursor->time_lower = cursor->time_upper = NULL;
  cursor->station = cursor->pollutant = cursor->unit = NULL;
  cursor->averaging = cursor->instrument = NULL;
  cursor->instant_lower = INT64_MIN;
  cursor->instant_upper = INT64_MAX;
  cursor->position = cursor->end = 0;
  cursor->rowid = 0;
  cursor->at_end = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  reset_cursor(cursor);
  airaccord_free_flags(&cursor->sweep);
  sqlite3_free(cursor->values);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

static char *write_two(char *text, int number) {
  *text++ = (char)('0' + number / 10 % 10);
  *text++ = (char)('0' + number % 10);
  return text;
}

enum { LABEL_SIZE = 64 };

// Days from 1970-01-01 to the first of a month counted from January of the year 0; Hinnant (2021).
static sqlite3_int64 days_to_month(sqlite3_int64 month) {
  sqlite3_int64 year = month / 12;
  if (month % 12 < 0) year--;
  const int of_year = (int)(month - year * 12) + 1;
  const sqlite3_int64 shifted = of_year <= 2 ? year - 1 : year;
  const sqlite3_int64 era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const sqlite3_int64 year_of_era = shifted - era * 400;
  const sqlite3_int64 day_of_year = (153 * (of_year > 2 ? of_year - 3 : of_year + 9) + 2) / 5;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

// The month, counted from January of the year 0, that holds an instant on the series' clock.
static sqlite3_int64 month_of(const Cursor *cursor, sqlite3_int64 instant) {
  const sqlite3_int64 local = instant + cursor->offset;
  sqlite3_int64 days = local / 86400;
  if (local % 86400 < 0) days--;
  // The mean month of the Gregorian calendar is 30.436875 days; at most one step corrects it.
  sqlite3_int64 month = (sqlite3_int64)floor((double)(days + 719528) / 30.436875);
  while (days_to_month(month) > days) month--;
  while (days_to_month(month + 1) <= days) month++;
  return month;
}

// The beginning of the period at a position, seconds since the epoch.
static sqlite3_int64 instant_at(const Cursor *cursor, sqlite3_int64 position) {
  if (!cursor->is_months) return cursor->start + position * cursor->step;
  return days_to_month(cursor->first_month + position * cursor->step) * 86400 - cursor->offset;
}

// The local beginning of the period at a position, as `Instant.formatted(utcOffset:)` writes it;
// returns its length. Digit by digit, because `snprintf` takes longer than all the rest of a row.
//
// Days since 1970-01-01 to a civil date: Hinnant (2021), "chrono-compatible low-level date
// algorithms".
static int write_label(const Cursor *cursor, sqlite3_int64 position, char *label) {
  const sqlite3_int64 local = instant_at(cursor, position) + cursor->offset;
  sqlite3_int64 days = local / 86400;
  if (local % 86400 < 0) days--;
  const int second = (int)(local - days * 86400);
  const sqlite3_int64 shifted = days + 719468;
  const sqlite3_int64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const unsigned day_of_era = (unsigned)(shifted - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const int year = (int)(year_of_era + era * 400 + (month <= 2));

  char *text = label;
  if (year >= 0 && year <= 9999) {
    text = write_two(text, year / 100);
    text = write_two(text, year % 100);
  } else {
    text += snprintf(text, 16, "%04d", year);
  }
  *text++ = '-';
  text = write_two(text, (int)month);
  *text++ = '-';
  text = write_two(text, (int)day);
  *text++ = 'T';
  text = write_two(text, second / 3600);
  *text++ = ':';
  text = write_two(text, second / 60 % 60);
  *text++ = ':';
  text = write_two(text, second % 60);
  if (cursor->offset == 0) {
    *text++ = 'Z';
  } else {
    const int minutes = (int)(llabs(cursor->offset) / 60);
    *text++ = cursor->offset < 0 ? '-' : '+';
    text = write_two(text, minutes / 60);
    *text++ = ':';
    text = write_two(text, minutes % 60);
  }
  *text = 0;
  return (int)(text - label);
}

// The first position of the block whose label is not before a text. Labels of one block share
// their offset and lie in one local year, so their order as text is their order in time.
static sqlite3_int64 first_label_from(
    const Cursor *cursor, sqlite3_int64 count, const char *bound, int after_equal) {
  sqlite3_int64 low = 0, high = count;
  char label[LABEL_SIZE];
  while (low < high) {
    const sqlite3_int64 middle = low + (high - low) / 2;
    write_label(cursor, middle, label);
    const int order = strcmp(label, bound);
    if (order < 0 || (after_equal && order == 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

static int fail(Cursor *cursor, int code, char *message) {
  sqlite3_vtab *table = cursor->base.pVtab;
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = message;
  return code;
}

static int damaged(Cursor *cursor) {
  return fail(
      cursor, SQLITE_CORRUPT_VTAB,
      sqlite3_mprintf(
          "the archive's block of %s, %s, %d is damaged",
          cursor->station->text, cursor->pollutant->text,
          sqlite3_column_int(cursor->blocks, B_YEAR)));
}

// Takes the block under the statement; leaves `position == end` when the bounds exclude it.
static int take_block(Cursor *cursor) {
  sqlite3_stmt *blocks = cursor->blocks;
  const sqlite3_int64 count = sqlite3_column_int64(blocks, B_COUNT);
  cursor->start = sqlite3_column_int64(blocks, B_START);
  cursor->step = sqlite3_column_int64(cursor->series, S_STEP);
  cursor->offset = sqlite3_column_int64(cursor->series, S_OFFSET);
  cursor->is_months = sqlite3_column_int(cursor->series, S_IS_MONTHS);
  cursor->position = cursor->end = 0;

  // Bounds that keep every sum below far from overflow: 25 millennia either way.
  const sqlite3_int64 far = (sqlite3_int64)1 << 39;
  if (count < 0 || count > 1 << 26 || cursor->step < 1 || cursor->step > 1 << 30 ||
      cursor->start < -far || cursor->start > far || cursor->offset < -86400 ||
      cursor->offset > 86400) {
    return damaged(cursor);
  }

  sqlite3_int64 first = 0, end = count;
  if (cursor->is_months) {
    if (cursor->step > 1 << 12 || count > 1 << 12) return damaged(cursor);
    cursor->first_month = month_of(cursor, cursor->start);
    while (first < count && instant_at(cursor, first) < cursor->instant_lower) first++;
    while (end > first && instant_at(cursor, end - 1) > cursor->instant_upper) end--;
  } else if (cursor->instant_lower > cursor->start) {
    const uint64_t distance = (uint64_t)cursor->instant_lower - 1 - (uint64_t)cursor->start;
    const uint64_t before = distance / (uint64_t)cursor->step;
    first = before < (uint64_t)count ? (sqlite3_int64)before + 1 : count;
  }
  if (cursor->instant_upper < cursor->start) {
    end = 0;
  } else if (!cursor->is_months) {
    const uint64_t distance = (uint64_t)cursor->instant_upper - (uint64_t)cursor->start;
    if (distance / (uint64_t)cursor->step < (uint64_t)end) {
      end = (sqlite3_int64)(distance / (uint64_t)cursor->step) + 1;
    }
  }
  if (cursor->time_lower) {
    const sqlite3_int64 bound = first_label_from(cursor, count, cursor->time_lower, 0);
    if (bound > first) first = bound;
  }
  if (cursor->time_upper) {
    const sqlite3_int64 bound = first_label_from(cursor, count, cursor->time_upper, 1);
    if (bound < end) end = bound;
  }
  if (first >= end) return SQLITE_OK;

  const void *payload = sqlite3_column_blob(blocks, B_PAYLOAD);
  const size_t size = (size_t)sqlite3_column_bytes(blocks, B_PAYLOAD);
  if (!payload || !airaccord_block_can_hold(size, (size_t)count)) return damaged(cursor);
  if ((size_t)count > cursor->capacity) {
    double *values = sqlite3_realloc64(cursor->values, (sqlite3_uint64)count * sizeof *values);
    if (!values) return SQLITE_NOMEM;
    cursor->values = values;
    cursor->capacity = (size_t)count;
  }
  char year[24], start[24];
  snprintf(year, sizeof year, "%lld", (long long)sqlite3_column_int64(blocks, B_YEAR));
  snprintf(start, sizeof start, "%lld", (long long)cursor->start);
  const char *const parts[] = {
      cursor->station->text, cursor->pollutant->text, cursor->averaging->text,
      cursor->instrument->text, year, start};
  if (!airaccord_unpack_block(
          payload, size, (size_t)count, airaccord_seal(parts, 6), cursor->values)) {
    return damaged(cursor);
  }
  cursor->position = first;
  cursor->end = end;
  return SQLITE_OK;
}

// Takes the series under the statement: its words, its blocks and its flags.
static int take_series(Cursor *cursor) {
  Table *table = (Table *)cursor->base.pVtab;
  cursor->station = keep_column(table, cursor->series, S_STATION);
  cursor->pollutant = keep_column(table, cursor->series, S_POLLUTANT);
  cursor->unit = keep_column(table, cursor->series, S_UNIT);
  cursor->averaging = keep_column(table, cursor->series, S_AVERAGING);
  cursor->instrument = keep_column(table, cursor->series, S_INSTRUMENT);
  if (!cursor->station || !cursor->pollutant || !cursor->unit || !cursor->averaging ||
      !cursor->instrument) {
    return SQLITE_NOMEM;
  }
  const sqlite3_int64 identifier = sqlite3_column_int64(cursor->series, S_ID);
  sqlite3_reset(cursor->blocks);
  int code = sqlite3_bind_int64(cursor->blocks, 1, identifier);
  if (code != SQLITE_OK || !cursor->flags) return code;

  airaccord_clear_flags(&cursor->sweep);
  sqlite3_reset(cursor->flags);
  code = sqlite3_bind_int64(cursor->flags, 1, identifier);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(cursor->flags)) == SQLITE_ROW) {
    const unsigned char *rule = sqlite3_column_text(cursor->flags, 2);
    const Word *word = keep(table, rule, rule ? sqlite3_column_bytes(cursor->flags, 2) : 0);
    if (!word) return SQLITE_NOMEM;
    const Flag flag = {
        .start = sqlite3_column_int64(cursor->flags, 0),
        .until = sqlite3_column_int64(cursor->flags, 1),
        .rule = word->text,
        .severity = sqlite3_column_int(cursor->flags, 3),
    };
    if (!airaccord_add_flag(&cursor->sweep, flag)) return SQLITE_NOMEM;
  }
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

// Counts and adds up the current block and leaves it behind.
static void summarise(Cursor *cursor) {
  sqlite3_int64 count = 0;
  double sum = 0, minimum = INFINITY, maximum = -INFINITY;
  for (sqlite3_int64 position = cursor->position; position < cursor->end; position++) {
    const double value = cursor->values[position];
    if (isnan(value)) continue;
    count++;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  cursor->count = count;
  cursor->sum = sum;
  cursor->minimum = minimum;
  cursor->maximum = maximum;
  cursor->position = cursor->end;
}

// Moves on to the next value that is not missing, from the current position inclusive.
static int settle(Cursor *cursor) {
  const int is_summary = ((Table *)cursor->base.pVtab)->is_summary;
  for (;;) {
    while (cursor->position < cursor->end) {
      if (!isnan(cursor->values[cursor->position])) return SQLITE_OK;
      cursor->position++;
    }
    int code = cursor->station ? sqlite3_step(cursor->blocks) : SQLITE_DONE;
    if (code == SQLITE_ROW) {
      code = take_block(cursor);
      if (code != SQLITE_OK) return code;
      if (is_summary) {
        summarise(cursor);
        if (cursor->count > 0) return SQLITE_OK;
      }
      continue;
    }
    if (code != SQLITE_DONE) return code;
    code = sqlite3_step(cursor->series);
    if (code == SQLITE_DONE) {
      cursor->at_end = 1;
      return SQLITE_OK;
    }
    if (code != SQLITE_ROW) return code;
    code = take_series(cursor);
    if (code != SQLITE_OK) return code;
  }
}

static char *copy_text(sqlite3_value *value) {
  const unsigned char *text = sqlite3_value_text(value);
  return sqlite3_mprintf("%s", text ? (const char *)text : "");
}

// The whole second at or below a number, kept inside what the archive can hold.
static sqlite3_int64 whole_second(sqlite3_value *value, int round_up) {
  if (sqlite3_value_type(value) == SQLITE_INTEGER) return sqlite3_value_int64(value);
  const double number = sqlite3_value_double(value);
  if (number <= -9e18) return INT64_MIN;
  if (number >= 9e18) return INT64_MAX;
  return (sqlite3_int64)(round_up ? ceil(number) : floor(number));
}

static int is_number(sqlite3_value *value) {
  const int type = sqlite3_value_type(value);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static int bind_text(sqlite3_stmt *statement, int index, sqlite3_value *value) {
  const char *text = (const char *)sqlite3_value_text(value);
  return sqlite3_bind_text(statement, index, text ? text : "", -1, SQLITE_TRANSIENT);
}

// The year that a text begins with, or -1 unless it begins with four digits.
static sqlite3_int64 leading_year(const char *text) {
  sqlite3_int64 year = 0;
  for (int index = 0; index < 4; index++) {
    if (!text || text[index] < '0' || text[index] > '9') return -1;
    year = year * 10 + (text[index] - '0');
  }
  return year;
}

static int prepare(Cursor *cursor, const char *sql, sqlite3_stmt **statement) {
  sqlite3 *connection = ((Table *)cursor->base.pVtab)->connection;
  const int code = sqlite3_prepare_v2(connection, sql, -1, statement, NULL);
  if (code == SQLITE_OK) return code;
  return fail(cursor, code, sqlite3_mprintf("%s", sqlite3_errmsg(connection)));
}

// Archives of the first formats have neither flags nor averaging times.
static int has_column(Cursor *cursor, const char *table, const char *column) {
  sqlite3 *connection = ((Table *)cursor->base.pVtab)->connection;
  return sqlite3_table_column_metadata(
             connection, "main", table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

// As `ArchiveSchema.averagingOfStep`.
#define OLDER_AVERAGING \
  "CASE WHEN e.step = 3600 THEN 'hour' WHEN e.step = 86400 THEN 'day' " \
  "WHEN e.step = 604800 THEN 'week' WHEN e.step % 86400 = 0 THEN e.step / 86400 || ' days' " \
  "WHEN e.step % 3600 = 0 THEN e.step / 3600 || ' h' " \
  "WHEN e.step % 60 = 0 THEN e.step / 60 || ' min' ELSE e.step || ' s' END"

// Leaves out blocks of years that the bounds exclude, generously: instants through the mean
// year and one more on either side, texts through the four digits that they begin with.
static int bind_years(Cursor *cursor) {
  sqlite3_int64 lower = INT64_MIN, upper = INT64_MAX;
  const double year = 31556952.0;  // mean Gregorian year, seconds
  if (cursor->instant_lower > INT64_MIN) {
    lower = (sqlite3_int64)floor(1970 + (double)cursor->instant_lower / year) - 1;
  }
  if (cursor->instant_upper < INT64_MAX) {
    upper = (sqlite3_int64)floor(1970 + (double)cursor->instant_upper / year) + 1;
  }
  const sqlite3_int64 first = leading_year(cursor->time_lower);
  const sqlite3_int64 last = leading_year(cursor->time_upper);
  if (first >= 0 && first > lower) lower = first;
  if (last >= 0 && last < upper) upper = last;
  const int code = sqlite3_bind_int64(cursor->blocks, 2, lower);
  return code == SQLITE_OK ? sqlite3_bind_int64(cursor->blocks, 3, upper) : code;
}

static int filter(
    sqlite3_vtab_cursor *base, int plan, const char *text, int count, sqlite3_value **values) {
  (void)text;
  Cursor *cursor = (Cursor *)base;
  reset_cursor(cursor);
  // A second series of a pollutant came in between the plan and its run.
  if (plan & IN_TIME_ORDER && !has_single_series((Table *)base->pVtab)) {
    return fail(cursor, SQLITE_ERROR, sqlite3_mprintf("the archive has changed; ask again"));
  }

  sqlite3_value *station = NULL, *pollutant = NULL;
  int argument = 0;
  for (int bit = 0; bit < CONDITIONS && argument < count; bit++) {
    const int condition = plan & 1 << bit;
    if (!condition) continue;
    sqlite3_value *value = values[argument++];
    if (sqlite3_value_type(value) == SQLITE_NULL) {
      cursor->at_end = 1;  // nothing compares with NULL
      return SQLITE_OK;
    }
    if (condition == BY_STATION) station = value;
    if (condition == BY_POLLUTANT) pollutant = value;
    // A blob is never before a text and never equal to one: no bound can be drawn from it.
    const int is_text_like = sqlite3_value_type(value) != SQLITE_BLOB;
    if ((condition == TIME_EQUAL || condition == TIME_LOWER) && is_text_like) {
      char *bound = copy_text(value);
      if (!bound) return SQLITE_NOMEM;
      // With an equality and a bound, the later of the two holds.
      if (cursor->time_lower && strcmp(cursor->time_lower, bound) > 0) sqlite3_free(bound);
      else {
        sqlite3_free(cursor->time_lower);
        cursor->time_lower = bound;
      }
    }
    if ((condition == TIME_EQUAL || condition == TIME_UPPER) && is_text_like) {
      char *bound = copy_text(value);
      if (!bound) return SQLITE_NOMEM;
      if (cursor->time_upper && strcmp(cursor->time_upper, bound) < 0) sqlite3_free(bound);
      else {
        sqlite3_free(cursor->time_upper);
        cursor->time_upper = bound;
      }
    }
    if ((condition == INSTANT_EQUAL || condition == INSTANT_LOWER) && is_number(value)) {
      const sqlite3_int64 second = whole_second(value, 1);
      if (second > cursor->instant_lower) cursor->instant_lower = second;
    }
    if ((condition == INSTANT_EQUAL || condition == INSTANT_UPPER) && is_number(value)) {
      const sqlite3_int64 second = whole_second(value, 0);
      if (second < cursor->instant_upper) cursor->instant_upper = second;
    }
  }

  // Series first and blocks by series: sorting sees names only, never a payload.
  char *sql = sqlite3_mprintf(
      "SELECT e.id, s.network || '/' || s.identifier, e.pollutant, e.unit, e.step, e.utc_offset, "
      "%s FROM main.station s JOIN main.series e ON e.station = s.id WHERE true %s %s "
      "ORDER BY 2, 3, 8, 7",
      has_column(cursor, "series", "averaging")
          ? "e.averaging, e.instrument, e.step_unit = 'month'"
          : OLDER_AVERAGING ", '', 0",
      station ? "AND s.network || '/' || s.identifier = ?1" : "",
      pollutant ? "AND e.pollutant = ?2" : "");
  if (!sql) return SQLITE_NOMEM;
  int code = prepare(cursor, sql, &cursor->series);
  sqlite3_free(sql);
  // As text, because the columns are text and SQLite would compare so.
  if (code == SQLITE_OK && station) code = bind_text(cursor->series, 1, station);
  if (code == SQLITE_OK && pollutant) code = bind_text(cursor->series, 2, pollutant);
  if (code == SQLITE_OK) {
    code = prepare(
        cursor,
        "SELECT start, count, payload, year FROM main.block WHERE series = ?1 "
        "AND year BETWEEN ?2 AND ?3 ORDER BY year",
        &cursor->blocks);
  }
  if (code == SQLITE_OK) code = bind_years(cursor);
  if (code == SQLITE_OK && plan & WITH_FLAGS && has_column(cursor, "flag", "series")) {
    code = prepare(
        cursor,
        "SELECT start, until, rule, CASE grade WHEN 'unusable' THEN 2 WHEN 'suspect' THEN 1 "
        "ELSE 0 END FROM main.flag WHERE series = ?1 ORDER BY start",
        &cursor->flags);
  }
  return code == SQLITE_OK ? settle(cursor) : code;
}

static int next_row(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  // A summary's block is left behind already.
  if (cursor->position < cursor->end) cursor->position++;
  cursor->rowid++;
  return settle(cursor);
}

static int is_at_end(sqlite3_vtab_cursor *base) { return ((Cursor *)base)->at_end; }

static void give(sqlite3_context *context, const Word *word) {
  sqlite3_result_text(context, word->text, word->length, SQLITE_STATIC);
}

static int summary_column(Cursor *cursor, sqlite3_context *context, int index) {
  switch (index) {
    case STATION: give(context, cursor->station); break;
    case POLLUTANT: give(context, cursor->pollutant); break;
    case YEAR:
      sqlite3_result_int64(context, sqlite3_column_int64(cursor->blocks, B_YEAR));
      break;
    case COUNT: sqlite3_result_int64(context, cursor->count); break;
    case SUM: sqlite3_result_double(context, cursor->sum); break;
    case MINIMUM: sqlite3_result_double(context, cursor->minimum); break;
    case MAXIMUM: sqlite3_result_double(context, cursor->maximum); break;
    case SUMMARY_UNIT: give(context, cursor->unit); break;
    case SUMMARY_AVERAGING: give(context, cursor->averaging); break;
    case SUMMARY_INSTRUMENT: give(context, cursor->instrument); break;
  }
  return SQLITE_OK;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int index) {
  Cursor *cursor = (Cursor *)base;
  if (((Table *)base->pVtab)->is_summary) return summary_column(cursor, context, index);
  switch (index) {
    case VALUE: sqlite3_result_double(context, cursor->values[cursor->position]); break;
    case STATION: give(context, cursor->station); break;
    case POLLUTANT: give(context, cursor->pollutant); break;
    case UNIT: give(context, cursor->unit); break;
    case TIME: {
      char label[LABEL_SIZE];
      const int length = write_label(cursor, cursor->position, label);
      sqlite3_result_text(context, label, length, SQLITE_TRANSIENT);
      break;
    }
    case FLAG: {
      if (!cursor->flags) break;
      const char *text;
      const int code =
          airaccord_flags_at(&cursor->sweep, instant_at(cursor, cursor->position), &text);
      if (code == 0) return SQLITE_NOMEM;
      if (code < 0) {
        sqlite3_result_error(context, "more than 1000 flags overlap on one value", -1);
        sqlite3_result_error_code(context, SQLITE_CORRUPT);
        break;
      }
      if (text) sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
      break;
    }
    case INSTANT:
      sqlite3_result_int64(context, instant_at(cursor, cursor->position));
      break;
    case AVERAGING: give(context, cursor->averaging); break;
    case INSTRUMENT: give(context, cursor->instrument); break;
  }
  return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *result) {
  *result = ((Cursor *)base)->rowid;
  return SQLITE_OK;
}

// No xCreate makes the table eponymous: it is there without a CREATE statement. No xUpdate makes
// it read-only.
static sqlite3_module module = {
    .iVersion = 0,
    .xConnect = connect_table,
    .xBestIndex = best_index,
    .xDisconnect = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next_row,
    .xEof = is_at_end,
    .xColumn = column,
    .xRowid = rowid,
};

// The address only tells the second table from the first.
static int add_tables(sqlite3 *connection) {
  const int code = sqlite3_create_module(connection, "observation", &module, NULL);
  if (code != SQLITE_OK) return code;
  return sqlite3_create_module(connection, "observation_summary", &module, &module);
}

#ifdef AIRACCORD_LOADABLE

// What `load_extension` and `.load` look for in a library of any name.
int sqlite3_extension_init(
    sqlite3 *connection, char **message, const sqlite3_api_routines *routines) {
  SQLITE_EXTENSION_INIT2(routines);
  (void)message;
  return add_tables(connection);
}

#else

static int add_module(sqlite3 *connection, char **message, const void *routines) {
  (void)message, (void)routines;
  int code = add_tables(connection);
  if (code == SQLITE_OK) code = airaccord_add_digest(connection);
  return code == SQLITE_OK ? airaccord_add_lock(connection) : code;
}

void airaccord_register_observation_table(void) {
  sqlite3_auto_extension((void (*)(void))add_module);
}

#endif
