import AirQuality
import Ingest
import NumericKernels
import TestSupport
import Testing

/// Tables whose every instant is known, stamped in all the ways that a description can name.
@Suite("Drawn clocks are read back or refused")
struct DrawnClocksTests {
  /// One way of stamping a table.
  private struct Stamping {
    /// Fixed offset, or a zone's name.
    let clock: Clock
    let step: TimeStep
    let stamp: StampConvention
    let layout: Layout
    /// Local date near which the table begins.
    let start: CivilDate

    enum Clock {
      case fixed(Int)
      case zone(CivilZone)
    }

    /// Where the parts of a stamp stand.
    enum Layout: CaseIterable {
      case pattern, reversed, monthFirst, compact, halfDays, columns, columnsTo24
    }

    init(_ stream: inout RandomStream) throws {
      func draw<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(stream.uniform() * Double(choices.count))]
      }
      let zones = [
        "Europe/London", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kathmandu",
        "Australia/Sydney", "Australia/Lord_Howe", "America/Sao_Paulo",
      ]
      step = draw([.hour, .seconds(900), .seconds(10_800), .day, .month, .quarter, .year])
      let isFine = step.seconds.map { $0 < 86_400 } ?? false
      clock =
        isFine && stream.uniform() < 0.6
        ? .zone(try CivilZone(identifier: draw(zones)))
        : .fixed(draw([0, 28_800, 32_400, -18_000, 20_700, -12_600]))
      // A day's label names the day; its end would be a label of the next.
      stamp = isFine && stream.uniform() < 0.4 ? .ending : .beginning
      layout = isFine ? draw(Layout.allCases) : draw([.pattern, .reversed, .compact, .columns])
      // Around the changes of summer time of both hemispheres, and somewhere else.
      let days = [
        "2021-03-27", "2021-10-30", "2016-11-05", "2019-04-06", "2018-10-06", "2020-02-28",
        "2017-12-31", "2012-07-15", "2018-02-17",
      ]
      guard let day = CivilDate(draw(days)) else { throw Wrong() }
      start = day
    }

    struct Wrong: Error {}

    func offset(at instant: Instant) -> Int {
      switch clock {
      case .fixed(let seconds): seconds
      case .zone(let zone): zone.offset(at: instant)
      }
    }

    func standardOffset(at instant: Instant) -> Int {
      switch clock {
      case .fixed(let seconds): seconds
      case .zone(let zone): zone.standardOffset(at: instant)
      }
    }

    /// The beginnings of the periods.
    func axis(_ count: Int) -> TimeAxis {
      var first = start
      if step.seconds == nil, let january = CivilDate(year: start.year, month: 1, day: 1) {
        first = january
      }
      let offset = standardOffset(at: Instant(first, utcOffset: 0))
      return TimeAxis(
        start: Instant(first, utcOffset: offset), step: step, count: count, utcOffset: offset,
        stamp: stamp)
    }

    var header: String {
      switch layout {
      case .columns: step.seconds == nil ? "y,m,v" : step == .day ? "y,m,d,v" : "y,m,d,h,mi,v"
      case .columnsTo24: "y,m,d,h,mi,v"
      default: "t,v"
      }
    }

    /// The label of a period on the wall's clock.
    func label(of axis: TimeAxis, at position: Int) -> String {
      let named = axis.instant(at: stamp == .ending ? position + 1 : position)
      let offset = offset(at: named)
      var date = named.date(utcOffset: offset)
      let second = named.secondOfDay(utcOffset: offset)
      var (hour, minute) = (second / 3_600, second / 60 % 60)
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let isCalendar = step.seconds == nil
      switch layout {
      case .pattern:
        if isCalendar { return "\(date.year)-\(two(date.month))" }
        return step == .day ? "\(date)" : "\(date) \(two(hour)):\(two(minute))"
      case .reversed:
        if isCalendar { return "\(two(date.month)).\(date.year)" }
        let day = "\(two(date.day)).\(two(date.month)).\(date.year)"
        return step == .day ? day : "\(day) \(hour):\(two(minute))"
      case .monthFirst:
        return "\(date.month)/\(date.day)/\(date.year) \(hour):\(two(minute))"
      case .compact:
        if isCalendar { return "\(date.year)\(two(date.month))" }
        let day = "\(date.year)\(two(date.month))\(two(date.day))"
        return step == .day ? day : day + two(hour) + two(minute)
      case .halfDays:
        let half = hour < 12 ? "AM" : "PM"
        return "\(date) \((hour + 11) % 12 + 1):\(two(minute)) \(half)"
      case .columns:
        if isCalendar { return "\(date.year),\(date.month)" }
        let day = "\(date.year),\(date.month),\(date.day)"
        return step == .day ? day : "\(day),\(hour),\(minute)"
      case .columnsTo24:
        // Midnight is the end of the day before.
        if hour == 0, minute == 0 {
          date = CivilDate(daysSinceEpoch: date.daysSinceEpoch - 1)
          (hour, minute) = (24, 0)
        }
        return "\(date.year),\(date.month),\(date.day),\(hour),\(minute)"
      }
    }

    var yaml: String {
      let time: String =
        switch layout {
        case .pattern:
          "column: t, pattern: \(step.seconds == nil ? "yyyy-MM" : step == .day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm")"
        case .reversed:
          "column: t, pattern: \(step.seconds == nil ? "MM.yyyy" : step == .day ? "dd.MM.yyyy" : "dd.MM.yyyy H:mm")"
        case .monthFirst: "column: t, pattern: M/d/yyyy H:mm"
        case .compact:
          "column: t, pattern: \(step.seconds == nil ? "yyyyMM" : step == .day ? "yyyyMMdd" : "yyyyMMddHHmm")"
        case .halfDays: "column: t, pattern: yyyy-MM-dd h:mm a"
        case .columns:
          step.seconds == nil
            ? "year: y, month: m"
            : step == .day
              ? "year: y, month: m, day: d" : "year: y, month: m, day: d, hour: h, minute: mi"
        case .columnsTo24: "year: y, month: m, day: d, hour: h, minute: mi"
        }
      let where_: String =
        switch clock {
        case .fixed(let seconds): "utc_offset: \"\(Instant.offsetText(seconds))\""
        case .zone(let zone): "zone: \(zone.identifier)"
        }
      return """
        identifier: drawn
        network: drawn
        station: { value: s }
        time: { \(time), \(where_), step: \(step.description), stamp: \(stamp.rawValue) }
        values: [{ column: v, pollutant: pm25, unit: µg/m³ }]
        """
    }
  }

  /// Drawn years may lie in the future.
  private func options(_ format: FormatDescription) -> IngestOptions {
    var options = IngestOptions(descriptions: [format])
    options.readingDate = Instant(secondsSinceEpoch: 7_258_118_400)
    return options
  }

  @Test("500 tables over clocks, steps and stamps: none is read wrongly", .tags(.property))
  func roundTrip() throws {
    var read = 0
    var refused: [String] = []
    for seed in 0..<500 {
      var stream = RandomStream(seed: 23, index: UInt64(seed))
      let stamping = try Stamping(&stream)
      let axis = stamping.axis(5 + Int(stream.uniform() * 60))
      let values = (0..<axis.count).map { _ in (stream.uniform() * 900).rounded() / 10 }
      var text = stamping.header + "\n"
      for position in 0..<axis.count {
        text += stamping.label(of: axis, at: position) + ",\(values[position])\n"
      }
      let file = try ScratchFile(Array(text.utf8))
      do {
        let format = try FormatDescription(yaml: stamping.yaml, file: "d.yaml")
        let result = try FileReader.read(
          path: file.path, options: options(format))
        read += 1
        let series = try #require(result.series.first)
        #expect(series.values == values, "\(seed): \(stamping)")
        #expect(series.axis.start == axis.start, "\(seed): \(stamping)")
        #expect(series.axis.step == axis.step, "\(seed): \(stamping)")
        #expect(
          (0..<axis.count).allSatisfy { series.axis.instant(at: $0) == axis.instant(at: $0) },
          "\(seed): \(stamping)")
      } catch {
        refused.append("\(seed): \(error) \(stamping)")
      }
    }
    // Hours of three that fall on the hour that stands twice, once, cannot be told: refused.
    #expect(read >= 450, "\(read) read; \(refused.prefix(4))")
    #expect(
      refused.allSatisfy { $0.contains("ambiguousHour") || $0.contains("skippedHour") },
      "\(refused.filter { !$0.contains("ambiguousHour") }.prefix(3))")
  }
}
