#include "FlagSweep.h"

#include <stdlib.h>
#include <string.h>

int airaccord_add_flag(FlagSweep *sweep, Flag flag) {
  if (sweep->count == sweep->capacity) {
    const size_t capacity = sweep->capacity ? sweep->capacity * 2 : 16;
    Flag *flags = realloc(sweep->flags, capacity * sizeof *flags);
    if (!flags) return 0;
    sweep->flags = flags;
    size_t *active = realloc(sweep->active, capacity * sizeof *active);
    if (!active) return 0;
    sweep->active = active;
    sweep->capacity = capacity;
  }
  sweep->flags[sweep->count++] = flag;
  return 1;
}

// Appends a rule to the text; 0 without memory.
static int append(FlagSweep *sweep, size_t *length, const char *rule) {
  const size_t size = strlen(rule);
  if (*length + size + 2 > sweep->text_capacity) {
    const size_t capacity = (*length + size + 2) * 2;
    char *text = realloc(sweep->text, capacity);
    if (!text) return 0;
    sweep->text = text;
    sweep->text_capacity = capacity;
  }
  if (*length > 0) sweep->text[(*length)++] = ' ';
  memcpy(sweep->text + *length, rule, size + 1);
  *length += size;
  return 1;
}

static int write_text(FlagSweep *sweep) {
  int worst = -1;
  for (size_t index = 0; index < sweep->active_count; index++) {
    const int severity = sweep->flags[sweep->active[index]].severity;
    if (severity > worst) worst = severity;
  }
  // The next name above the last one written: few flags overlap, so nothing need be sorted.
  size_t length = 0;
  for (const char *last = NULL;;) {
    const char *least = NULL;
    for (size_t index = 0; index < sweep->active_count; index++) {
      const Flag *flag = &sweep->flags[sweep->active[index]];
      if (flag->severity != worst || (last && strcmp(flag->rule, last) <= 0)) continue;
      if (!least || strcmp(flag->rule, least) < 0) least = flag->rule;
    }
    if (!least) break;
    if (!append(sweep, &length, least)) return 0;
    last = least;
  }
  sweep->has_text = length > 0;
  return 1;
}

int airaccord_flags_at(FlagSweep *sweep, int64_t instant, const char **text) {
  if (instant >= sweep->changes_at) {
    while (sweep->next < sweep->count && sweep->flags[sweep->next].start <= instant) {
      sweep->active[sweep->active_count++] = sweep->next++;
    }
    size_t kept = 0;
    sweep->changes_at =
        sweep->next < sweep->count ? sweep->flags[sweep->next].start : INT64_MAX;
    for (size_t index = 0; index < sweep->active_count; index++) {
      const int64_t until = sweep->flags[sweep->active[index]].until;
      if (until <= instant) continue;
      sweep->active[kept++] = sweep->active[index];
      if (until < sweep->changes_at) sweep->changes_at = until;
    }
    sweep->active_count = kept;
    // What follows grows with their square.
    if (kept > AIRACCORD_MOST_OVERLAPPING_FLAGS) return -1;
    if (!write_text(sweep)) return 0;
  }
  *text = sweep->has_text ? sweep->text : NULL;
  return 1;
}

void airaccord_clear_flags(FlagSweep *sweep) {
  sweep->count = sweep->next = sweep->active_count = 0;
  sweep->changes_at = INT64_MIN;
  sweep->has_text = 0;
}

void airaccord_free_flags(FlagSweep *sweep) {
  free(sweep->flags);
  free(sweep->active);
  free(sweep->text);
  memset(sweep, 0, sizeof *sweep);
}
