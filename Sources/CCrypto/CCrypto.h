// OpenSSL's libcrypto, of which only the checksum is used.
#include <openssl/sha.h>
