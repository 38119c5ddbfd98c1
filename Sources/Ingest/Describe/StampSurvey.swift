import AirQuality
import TextFiles

/// The patterns that fit every stamp of a column.
enum StampSurvey {
  private static let dates = [
    "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日", "d/M/yyyy", "M/d/yyyy",
    "d-M-yyyy", "M-d-yyyy", "d.M.yyyy", "d/M/yy", "M/d/yy", "yy/M/d", "d-M-yy", "M-d-yy", "yy-M-d",
    "d.M.yy", "d-MMM-yyyy", "d-MMM-yy", "d MMM yyyy", "d MMM yy", "d/MMM/yyyy", "MMM d, yyyy",
    "MMM d yyyy", "MMM-d-yyyy", "EEE d MMM yyyy", "EEE, d MMM yyyy", "EEE, MMM d, yyyy",
    "yyyy-MMM-d",
    "yyyy MMM d", "d. MMM yyyy", "yyyy M d", "ddMMyyyy", "MMddyyyy", "yyMMdd",
  ]
  private static let months = [
    "yyyy-M", "yyyy/M", "yyyyMM", "MMM yyyy", "MMM-yyyy", "MMM-yy", "yyyy年M月", "M/yyyy", "yyyy",
  ]
  private static let joins = [" ", "'T'", "_", "-", ":", ", ", ""]
  private static let times = [
    "H:mm", "H:mm:ss", "H:mm:ss.SSS", "HHmm", "HHmmss", "HH", "H", "h:mm a", "h:mm:ss a", "h:mma",
    "h a", "a h:mm", "ah:mm", "H时", "H時", "H时mm分", "H時mm分", "H.mm", "H'h'", "H'h'mm",
  ]

  /// A pattern that fits, and the reading of the first text.
  struct Candidate {
    let pattern: StampPattern
    let first: Int
  }

  /// Patterns that every text follows, each with years from 1900 on; of two that read all texts alike
  /// the first.
  ///
  /// - Parameter century: taken for years of two digits while nobody names one.
  static func candidates(
    _ texts: [String], century: Int, plausible: PlausibleYears
  ) -> [Candidate] {
    guard let first = texts.first, first.utf8.count <= 48, first.contains(where: \.isNumber) else {
      return []
    }
    var found: [(candidate: Candidate, readings: [Int])] = []
    for pattern in patterns(for: first) {
      let reader = StampReader(pattern, century: century)
      var readings: [Int] = []
      for text in texts {
        guard let reading = try? reader.read(text),
          plausible.contains(reading.seconds)
        else { break }
        readings.append(reading.seconds - (reading.offset ?? 0))
      }
      guard readings.count == texts.count, !found.contains(where: { $0.readings == readings })
      else {
        continue
      }
      found.append(
        (Candidate(pattern: tidy(pattern, texts, century), first: readings[0]), readings))
    }
    return found.map(\.candidate)
  }

  /// Letters doubled where every text has both digits, as people write patterns.
  private static func tidy(_ pattern: StampPattern, _ texts: [String], _ century: Int)
    -> StampPattern
  {
    var text = pattern.text
    for (short, long) in [("M", "MM"), ("d", "dd"), ("H", "HH"), ("h", "hh")] {
      let doubled = replacing(short, with: long, in: text)
      guard doubled != text, let candidate = StampPattern(doubled) else { continue }
      let reader = StampReader(candidate, century: century)
      if texts.allSatisfy({ (try? reader.read($0)) != nil }) { text = doubled }
    }
    return StampPattern(text) ?? pattern
  }

  /// A letter that stands once becomes two, outside quotation marks.
  private static func replacing(_ short: String, with long: String, in text: String) -> String {
    var result = ""
    var quoted = false
    let letters = text.map(String.init)
    for (place, letter) in letters.enumerated() {
      if letter == "'" { quoted.toggle() }
      let isAlone =
        (place == 0 || letters[place - 1] != short)
        && (place + 1 == letters.count || letters[place + 1] != short)
      result += !quoted && letter == short && isAlone ? long : letter
    }
    return result
  }

  private static let plain = grouped((dates + months).compactMap { StampPattern($0) })
  private static let timed = grouped(stamps(offset: [""]))
  private static let withOffset = grouped(stamps(offset: ["X", " X"]))

  /// Patterns by what follows their first figures: a byte, or `a` for a name or a word.
  private static func grouped(_ patterns: [StampPattern]) -> [UInt8: [StampPattern]] {
    Dictionary(grouping: patterns) { pattern in
      for part in pattern.parts {
        switch part {
        case .literal(let byte): return byte
        case .monthName, .weekday, .half, .offset: return word
        case .year, .twoDigitYear, .number, .fraction: continue
        }
      }
      return 0
    }
  }

  private static let word = UInt8(ascii: "a")

  private static func stamps(offset endings: [String]) -> [StampPattern] {
    var patterns: [StampPattern] = []
    for date in dates {
      for time in times {
        for join in joins
        where join != "" || date.hasSuffix("dd") || date.hasSuffix("yyyy") || date == "yyyy年M月d日" {
          patterns += endings.compactMap { StampPattern(date + join + time + $0) }
        }
      }
    }
    return patterns
  }

  private static func patterns(for text: String) -> [StampPattern] {
    let hasOffset =
      text.hasSuffix("Z") || text.hasSuffix("UTC") || text.hasSuffix("GMT")
      || text.dropFirst(10).contains("+") || text.dropFirst(11).contains("-")
    let hasClock =
      text.utf8.count >= 10 || text.contains { ":時时".contains($0) }
    // A pattern whose first literal is another byte cannot fit.
    let first = text.utf8.first { !(48...57).contains($0) } ?? 0
    var fitting: [StampPattern] = []
    for key in [first, word] {
      fitting += plain[key, default: []]
      if hasClock { fitting += timed[key, default: []] }
      if hasOffset { fitting += withOffset[key, default: []] }
    }
    return fitting
  }

  /// How a column of numbers counts time; `nil` where it is none.
  static func count(_ texts: [String], plausible: PlausibleYears) -> StampCount? {
    let plain = texts.map { $0.contains(".") ? $0 : $0.replacing(",", with: ".") }
    let numbers = plain.compactMap { DecimalText.value(of: $0) }
    guard numbers.count == texts.count, let least = numbers.min(), let most = numbers.max(),
      most > least
    else { return nil }
    // 1990 to today, in each way of counting.
    for count in [StampCount.epochSeconds, .epochMilliseconds, .excelDays] {
      let range: ClosedRange<Double> =
        switch count {
        case .epochSeconds: 631_152_000...4_102_444_800
        case .epochMilliseconds: 631_152_000_000...4_102_444_800_000
        case .excelDays, .excelDays1904: 32_874...73_050
        }
      guard range.contains(least), range.contains(most),
        let reading = try? count.read(plain[plain.count - 1]), plausible.contains(reading.seconds)
      else { continue }
      // Concentrations of some ten thousands do not grow by one distance.
      let sorted = Set(numbers).sorted()
      let steps = Set(zip(sorted, sorted.dropFirst()).map { (($1 - $0) * 1e5).rounded() })
      if count != .excelDays || steps.count <= max(3, texts.count / 4) {
        return count
      }
    }
    return nil
  }
}
