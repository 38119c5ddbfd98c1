#ifndef C_REFERENCE_TABLES_H
#define C_REFERENCE_TABLES_H

#include <stddef.h>

// The files of Datasets/ that the program needs at run time, embedded when it is compiled, so
// that the one binary needs no folder beside it. Names are paths below Datasets/.

// How many files there are.
size_t airaccord_embedded_count(void);

// The name of a file, by position.
const char *airaccord_embedded_name(size_t position);

// Where a file's bytes stand, and how many there are.
const unsigned char *airaccord_embedded_bytes(size_t position, size_t *count);

#endif
