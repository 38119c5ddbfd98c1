#ifndef AIRACCORD_PACKED_BLOCK_H
#define AIRACCORD_PACKED_BLOCK_H

#include <stddef.h>
#include <stdint.h>

/// Unpacks a payload of the layout that `Sources/Store/Packing/PackedBlock.swift` describes.
///
/// Any bytes may be given: no read leaves `payload[0 ..< size]`, no write leaves
/// `values[0 ..< count]`.
///
/// @param payload  the bytes, NULL when size is 0
/// @param size     how many bytes
/// @param count    how many values the archive says there are; refused unless the payload agrees
/// @param seal     what the checksum starts from, see `airaccord_seal`; blocks of archives of
///                 formats 1 to 4 have none
/// @param values   receives `count` doubles, NaN where missing
/// @return         1 when the payload is whole and consistent, else 0
int airaccord_unpack_block(
    const unsigned char *payload, size_t size, size_t count, uint64_t seal, double *values);

/// The seal of a block: FNV-1a over station, pollutant, averaging time, instrument, year and start
/// as texts, each ended by a zero byte; see `Sources/Store/Packing/BlockSeal.swift`.
uint64_t airaccord_seal(const char *const *parts, size_t count);

/// Whether a payload is large enough for the count at all, so that a damaged count is refused
/// before memory is asked for.
int airaccord_block_can_hold(size_t size, size_t count);

#endif
