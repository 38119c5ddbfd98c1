#ifndef ROW_DIGEST_H
#define ROW_DIGEST_H

#include <sqlite3.h>

/// Gives a connection the SQL functions that the checksums of the archive's rows are made with.
///
///     airaccord_digest(digest, column, …)   a digest with one row put in, or taken out again
///     airaccord_digest_of(column, …)        aggregate: the digest of all rows
///
/// A digest is the exclusive or of a number a row, so that rows may come and go in any order. The
/// number is a chain of steps of which none maps two states to one: two rows of as many bytes that
/// differ in one word of eight bytes, as after a flipped bit, never have the same.
int airaccord_add_digest(sqlite3 *connection);

#endif
