#ifndef C_INTERRUPTION_H
#define C_INTERRUPTION_H

/// From now on SIGINT, SIGTERM and SIGHUP remove what `airaccord_add_temporary` has named and then
/// end the process as they would have. Signals that are ignored stay ignored. For programs only: a
/// library leaves its host's signals alone.
void airaccord_clean_on_signals(void);

/// A file or folder that a signal removes.
void airaccord_add_temporary(const char *path);

/// It is in its place, or gone.
void airaccord_forget_temporary(const char *path);

#endif
