#ifndef AIRACCORD_FLAG_SWEEP_H
#define AIRACCORD_FLAG_SWEEP_H

#include <stddef.h>
#include <stdint.h>

/// As `Archive.mostOverlappingFlags`.
#define AIRACCORD_MOST_OVERLAPPING_FLAGS 1000

/// A mark on the periods that begin in `[start, until)`.
typedef struct {
  int64_t start, until;
  /// Lives at least as long as the sweep.
  const char *rule;
  /// Larger is worse.
  int severity;
} Flag;

/// The flags of one series, asked for at instants that do not decrease. All zero is an empty one.
typedef struct {
  Flag *flags;
  size_t count, capacity;
  /// Flags before this one have started.
  size_t next;
  /// Those of them that have not ended.
  size_t *active;
  size_t active_count;
  /// The answer stays the same before this instant.
  int64_t changes_at;
  char *text;
  size_t text_capacity;
  int has_text;
} FlagSweep;

/// Adds a flag, whose start must not be before the last one's; 0 without memory.
int airaccord_add_flag(FlagSweep *sweep, Flag flag);

/// The rules of the worst grade at an instant, sorted, each once, with blanks between them; NULL
/// where there is none. The text stays until the next call.
///
/// @return 0 without memory, -1 where more flags overlap than any check makes
int airaccord_flags_at(FlagSweep *sweep, int64_t instant, const char **text);

/// Takes all flags away and keeps the memory.
void airaccord_clear_flags(FlagSweep *sweep);

/// Gives the memory back.
void airaccord_free_flags(FlagSweep *sweep);

#endif
