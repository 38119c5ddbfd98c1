#ifndef AIRACCORD_PACKED_BLOCK_H
#define AIRACCORD_PACKED_BLOCK_H

#include <stddef.h>

/// Unpacks a payload of the layout that `Sources/Archive/Packing/PackedBlock.swift` describes.
///
/// Any bytes may be given: no read leaves `payload[0 ..< size]`, no write leaves
/// `values[0 ..< count]`.
///
/// @param payload  the bytes, NULL when size is 0
/// @param size     how many bytes
/// @param count    how many values the archive says there are; refused unless the payload agrees
/// @param values   receives `count` doubles, NaN where missing
/// @return         1 when the payload is whole and consistent, else 0
int airaccord_unpack_block(
    const unsigned char *payload, size_t size, size_t count, double *values);

/// Whether a payload is large enough for the count at all, so that a damaged count is refused
/// before memory is asked for.
int airaccord_block_can_hold(size_t size, size_t count);

#endif
