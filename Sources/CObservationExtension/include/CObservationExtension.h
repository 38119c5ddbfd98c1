#ifndef C_OBSERVATION_EXTENSION_H
#define C_OBSERVATION_EXTENSION_H

struct sqlite3;
struct sqlite3_api_routines;

/// Makes the read-only table `observation` part of one connection of a program that loads this
/// library, for example the `sqlite3` shell with `.load`. The table is described in
/// `CObservationTable.h`.
int sqlite3_extension_init(
    struct sqlite3 *connection, char **message, const struct sqlite3_api_routines *routines);

#endif
