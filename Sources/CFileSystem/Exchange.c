#define _GNU_SOURCE

#include "CFileSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int airaccord_exchange(const char *one, const char *other) {
#if defined(RENAME_EXCHANGE)
  const int code = renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
#elif defined(RENAME_SWAP)
  const int code = renamex_np(one, other, RENAME_SWAP);
#else
  (void)one, (void)other;
  return ENOSYS;
#endif
  return code == 0 ? 0 : errno;
}
