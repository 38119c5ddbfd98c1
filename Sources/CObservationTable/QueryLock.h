#ifndef AIRACCORD_QUERY_LOCK_H
#define AIRACCORD_QUERY_LOCK_H

struct sqlite3;

/// Gives a connection the SQL function `airaccord_lock()`.
int airaccord_add_lock(struct sqlite3 *connection);

#endif
