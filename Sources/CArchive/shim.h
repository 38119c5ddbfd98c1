// libarchive's own headers, as the system installs them.
#include <archive.h>
#include <archive_entry.h>
