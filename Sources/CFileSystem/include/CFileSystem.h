#ifndef C_FILE_SYSTEM_H
#define C_FILE_SYSTEM_H

/// Exchanges two files or folders in one step.
///
/// Returns 0, or what `errno` says; EINVAL or ENOSYS where the system or the file system cannot.
int airaccord_exchange(const char *one, const char *other);

/// From now on SIGINT, SIGTERM and SIGHUP remove what `airaccord_add_temporary` has named and then
/// end the process as they would have. Signals that are ignored stay ignored. For programs only: a
/// library leaves its host's signals alone.
void airaccord_clean_on_signals(void);

/// A file or folder that a signal removes.
void airaccord_add_temporary(const char *path);

/// It is in its place, or gone.
void airaccord_forget_temporary(const char *path);

#endif
