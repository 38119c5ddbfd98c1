import AirQuality

/// Stamps as arranged layouts write them.
enum StampText {
  /// A reading with its own offset from UTC, where it has one.
  struct Reading {
    let utc: Int
    let offset: Int
  }

  /// ISO 8601 and its relatives: `2019-01-01T00:00:00+08:00`, `2019-01-01 00:00:00 +01:00`,
  /// `20120209T0400-0500`, `2019/1/1 0:00`, `…Z`.
  ///
  /// - Parameter fallback: offset of a stamp without one; `nil` refuses it.
  static func iso(_ text: String, fallback: Int? = nil) -> Reading? {
    var digits: [Int] = []
    var field = ""
    var offset: Int? = fallback
    let characters = Array(text.utf8)
    var index = 0
    func close() { if let number = Int(field) { digits.append(number) }; field = "" }
    var afterTime = false
    while index < characters.count {
      let byte = characters[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): field.append(Character(Unicode.Scalar(byte)))
      case UInt8(ascii: "T"), UInt8(ascii: " "):
        if afterTime { break }
        split(&field, &digits)
        afterTime = !digits.isEmpty
      case UInt8(ascii: "-") where !afterTime, UInt8(ascii: "/"), UInt8(ascii: ":"): close()
      case UInt8(ascii: "."):
        // Fractions of a second are no part of a monitoring period.
        split(&field, &digits)
        index += 1
        while index < characters.count, characters[index] >= 48, characters[index] <= 57 {
          index += 1
        }
        continue
      case UInt8(ascii: "Z"):
        split(&field, &digits)
        offset = 0
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        split(&field, &digits)
        let rest = characters[(index + 1)...].filter { $0 >= 48 && $0 <= 57 }.map { Int($0) - 48 }
        guard rest.count == 4 || rest.count == 2 else { return nil }
        let hours = rest[0] * 10 + rest[1]
        let minutes = rest.count == 4 ? rest[2] * 10 + rest[3] : 0
        guard hours <= 14, minutes < 60 else { return nil }
        offset = (byte == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
        index = characters.count
        continue
      default: return nil
      }
      index += 1
    }
    split(&field, &digits)
    guard let offset, digits.count >= 3 else { return nil }
    return reading(digits, offset)
  }

  /// Day and month before the year, as in `6/1/2005 6:00` or `01/31/24`.
  ///
  /// Years of two digits are of the network that writes them: AirNow’s began in 1998, so they are of
  /// this century; years to come are refused later.
  static func dayAndMonth(_ text: String, _ order: DateOrder, offset: Int) -> Reading? {
    let texts = text.split { $0 == "/" || $0 == " " || $0 == ":" }
    let parts = texts.compactMap { Int($0) }
    guard parts.count >= 3, parts.count == texts.count, [2, 4].contains(texts[2].count) else {
      return nil
    }
    let year = texts[2].count < 3 ? 2_000 + parts[2] : parts[2]
    let date = order == .dayFirst ? [parts[1], parts[0]] : [parts[0], parts[1]]
    return reading([year] + date + parts[3...], offset)
  }

  /// Year, month, day and, where there, hour 0 to 24, minute and second.
  static func reading(_ parts: [Int], _ offset: Int) -> Reading? {
    guard let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]) else { return nil }
    let rest = parts.dropFirst(3) + [0, 0, 0]
    let clock = Array(rest.prefix(3))
    guard (0...24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2]),
      clock[0] < 24 || (clock[1] == 0 && clock[2] == 0)
    else { return nil }
    return Reading(
      utc: Instant(
        date, hour: clock[0], minute: clock[1], second: clock[2], utcOffset: offset
      ).secondsSinceEpoch, offset: offset)
  }

  /// Ends a run of digits: 8 are a date, 4 or 6 behind a date are a time, all else is one number.
  private static func split(_ field: inout String, _ digits: inout [Int]) {
    defer { field = "" }
    guard !field.isEmpty else { return }
    let numbers = field.compactMap(\.wholeNumberValue)
    func number(_ range: Range<Int>) -> Int { numbers[range].reduce(0) { $0 * 10 + $1 } }
    if digits.isEmpty, numbers.count == 8 {
      digits += [number(0..<4), number(4..<6), number(6..<8)]
    } else if digits.count == 3, numbers.count == 4 || numbers.count == 6 {
      digits += stride(from: 0, to: numbers.count, by: 2).map { number($0..<($0 + 2)) }
    } else if let value = Int(field) {
      digits.append(value)
    }
  }
}
