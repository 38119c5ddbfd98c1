"""A library that ends the command by SIGKILL before a call that changes the disk."""

import os
import subprocess

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/stat.h>

/* Counts the call; true where the process has to end. */
static int is_last(void) {
  static long calls, last = -1;
  if (last < 0) last = getenv("KILL_AT") ? atol(getenv("KILL_AT")) : 0;
  const long count = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  const char *log = getenv("KILL_LOG");
  if (log) {
    const int file = open(log, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file >= 0) { if (syscall(SYS_write, file, ".", 1) < 0) _exit(9); close(file); }
  }
  return count == last;
}
static void step(void) { if (is_last()) kill(getpid(), SIGKILL); }
#define NEXT(name) __typeof__(name) *next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name); step()
int rename(const char *a, const char *b) { NEXT(rename); return next(a, b); }
int renameat2(int a, const char *b, int c, const char *d, unsigned e) {
  NEXT(renameat2); return next(a, b, c, d, e);
}
int mkdir(const char *a, mode_t b) { NEXT(mkdir); return next(a, b); }
int rmdir(const char *a) { NEXT(rmdir); return next(a); }
int unlink(const char *a) { NEXT(unlink); return next(a); }
int unlinkat(int a, const char *b, int c) { NEXT(unlinkat); return next(a, b, c); }
int link(const char *a, const char *b) { NEXT(link); return next(a, b); }
int fsync(int a) { NEXT(fsync); return next(a); }
int fdatasync(int a) { NEXT(fdatasync); return next(a); }
int ftruncate(int a, off_t b) { NEXT(ftruncate); return next(a, b); }
int ftruncate64(int a, off64_t b) { NEXT(ftruncate64); return next(a, b); }
#ifdef COUNT_WRITES
/* What is being written when the process ends is written by half. */
ssize_t pwrite64(int a, const void *b, size_t c, off64_t d) {
  __typeof__(pwrite64) *next = (__typeof__(pwrite64) *)dlsym(RTLD_NEXT, "pwrite64");
  if (is_last()) { next(a, b, c / 2, d); kill(getpid(), SIGKILL); }
  return next(a, b, c, d);
}
#endif
"""


def counting_library(folder, writes=False):
    """The library, compiled into the folder; for LD_PRELOAD.

    KILL_AT is the number of the call before which the process ends; into KILL_LOG goes one byte a
    call. With `writes`, SQLite's writes are counted too, and the last is written by half.
    """
    source = os.path.join(folder, "shim.c")
    library = os.path.join(folder, "shim.so")
    with open(source, "w") as file:
        file.write(SHIM)
    defined = ["-DCOUNT_WRITES"] if writes else []
    subprocess.run(
        ["cc", "-shared", "-fPIC", *defined, "-o", library, source, "-ldl"], check=True)
    return library
