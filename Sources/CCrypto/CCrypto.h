// OpenSSL's libcrypto, of which only the checksum is used.
#include <openssl/evp.h>
#include <openssl/sha.h>
