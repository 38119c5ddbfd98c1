#include "PackedBlock.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { GROUP_SIZE = 64, HEADER_WORDS = 3, ALL_MISSING = 14, BIT_PATTERNS = 15 };

static const size_t MAXIMUM_COUNT = (size_t)1 << 26;

static const double SCALES[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

// Byte by byte, so that neither the alignment nor the byte order of the machine matters; the
// compiler makes one load of it.
static uint64_t word_at(const unsigned char *payload, size_t index) {
  const unsigned char *b = payload + index * 8;
  return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
         (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
         (uint64_t)b[7] << 56;
}

static uint64_t checksum(const unsigned char *payload, size_t words, uint64_t state) {
  for (size_t index = 0; index < words; index++) {
    if (index == 2) continue;
    state = (state ^ word_at(payload, index)) * 0x9e3779b97f4a7c15u;
    state ^= state >> 32;
  }
  return state;
}

static double value_of(unsigned kind, uint64_t integer) {
  if (kind == BIT_PATTERNS) {
    double value;
    memcpy(&value, &integer, sizeof value);
    return value;
  }
  int64_t number;
  memcpy(&number, &integer, sizeof number);
  return (double)number / SCALES[kind];
}

int airaccord_block_can_hold(size_t size, size_t count) {
  if (size % 8 != 0 || size / 8 < HEADER_WORDS || count > MAXIMUM_COUNT) return 0;
  return (count + GROUP_SIZE - 1) / GROUP_SIZE <= size / 8 - HEADER_WORDS;
}

static const uint64_t UNSEALED = 0xcbf29ce484222325u;
static const uint64_t FNV_PRIME = 0x100000001b3u;

uint64_t airaccord_seal(const char *const *parts, size_t count) {
  uint64_t state = UNSEALED;
  for (size_t index = 0; index < count; index++) {
    for (const unsigned char *byte = (const unsigned char *)parts[index]; *byte; byte++) {
      state = (state ^ *byte) * FNV_PRIME;
    }
    state *= FNV_PRIME;
  }
  return state;
}

int airaccord_unpack_block(
    const unsigned char *payload, size_t size, size_t count, uint64_t seal, double *values) {
  if (!airaccord_block_can_hold(size, count)) return 0;
  const size_t words = size / 8;
  const uint64_t head = word_at(payload, 0);
  const unsigned version = head & 0xffffffffu;
  if ((version != 1 && version != 2) || head >> 32 != count) return 0;
  if (word_at(payload, 2) != checksum(payload, words, version == 2 ? seal : UNSEALED)) return 0;

  size_t next = HEADER_WORDS;
  uint64_t valid = 0;
  for (size_t begin = 0; begin < count; begin += GROUP_SIZE) {
    const size_t group = count - begin < GROUP_SIZE ? count - begin : GROUP_SIZE;
    if (next >= words) return 0;
    const uint64_t header = word_at(payload, next++);
    const unsigned kind = header & 15;
    const int has_missing = header >> 4 & 1;
    const unsigned width = header >> 5 & 127;
    uint64_t step = header >> 13 & 2047;
    uint64_t offset = header >> 24;
    if (header >> 12 & 1) {
      if (words - next < 2) return 0;
      step = word_at(payload, next++);
      offset = word_at(payload, next++);
    } else if (header >> 63) {
      offset |= (uint64_t)0xffffff << 40;  // the sign of a 40-bit offset
    }
    if (kind > 9 && kind != ALL_MISSING && kind != BIT_PATTERNS) return 0;
    if (width > 64 || (kind == ALL_MISSING && width != 0)) return 0;
    const size_t code_words = (group * width + 63) / 64;
    if (words - next < code_words) return 0;

    if (width == 0) {
      const double value = kind == ALL_MISSING ? NAN : value_of(kind, offset);
      for (size_t index = 0; index < group; index++) values[begin + index] = value;
      if (kind != ALL_MISSING) valid += group;
    } else {
      const uint64_t mask = ~(uint64_t)0 >> (64 - width);
      size_t bit = 0;
      for (size_t index = 0; index < group; index++, bit += width) {
        const unsigned shift = bit & 63;
        uint64_t code = word_at(payload, next + bit / 64) >> shift;
        if (shift + width > 64) code |= word_at(payload, next + bit / 64 + 1) << (64 - shift);
        code &= mask;
        if (has_missing && code == mask) {
          values[begin + index] = NAN;
        } else {
          values[begin + index] = value_of(kind, offset + code * step);
          valid++;
        }
      }
    }
    next += code_words;
  }
  return next == words && valid == word_at(payload, 1);
}
