#ifndef C_OBSERVATION_TABLE_H
#define C_OBSERVATION_TABLE_H

/// Makes the read-only table `observation` part of every SQLite connection that this process
/// opens from now on. Calling it again changes nothing.
///
///     observation(station TEXT, pollutant TEXT, time TEXT, value REAL, flag TEXT,
///                 unit TEXT, instant INTEGER, averaging TEXT, instrument TEXT)
///
/// One row for each value; a missing value gives no row. `station` is `network/identifier`.
/// `time` is the local beginning of the averaging period, `2014-01-31T13:00:00+08:00`, and
/// `instant` the same in seconds since 1970-01-01T00:00:00Z. `flag` names the rules of the worst
/// grade that marks the value, by name and with a blank between them, and is NULL where nothing
/// does. `averaging` is the time over which each value is a mean (`hour`, `day`, `8 h`, `month`),
/// `instrument` tells several instruments apart and is empty where there is one. Rows come by
/// station, pollutant, instrument, averaging time and time. Conditions on station, pollutant,
/// time and instant reach the archive's blocks; others are checked row by row.
///
///     observation_summary(station TEXT, pollutant TEXT, year INTEGER, count INTEGER, sum REAL,
///                         minimum REAL, maximum REAL, unit TEXT, averaging TEXT,
///                         instrument TEXT)
///
/// One row for each series and local year that has a value, added up while it is unpacked: many
/// times faster than SQLite's own row by row.
///
/// Every connection also gets the SQL function `airaccord_lock()`: from its call on, the
/// connection takes nothing but queries that read, and that cannot be undone.
void airaccord_register_observation_table(void);

/// Gives queries of the calling thread so many milliseconds from now: on a connection that
/// `airaccord_lock()` was called on, SQLite then ends them with SQLITE_INTERRUPT. 0 for no limit.
void airaccord_start_query_clock(long long milliseconds);

/// Lets SQLite take so many bytes of memory in this process and no more; 0 for no limit.
///
/// Returns what held before.
long long airaccord_limit_sqlite_memory(long long bytes);

#endif
