/// The spans of time over which a zone's clock was set alike, for all years.
struct ZoneClock: Sendable {
  /// A span of one setting.
  struct Span {
    /// Seconds since the epoch; `Int.min` where there is no earlier change.
    let begin: Int
    /// The first second after; `Int.max` where there is no later change.
    let end: Int
    let setting: ZoneFile.Setting

    func contains(_ seconds: Int) -> Bool { begin <= seconds && seconds < end }

    var isOpen: Bool { begin == .min || end == .max }
    /// Whole days.
    var days: Int { isOpen ? .max : (end - begin) / 86_400 }
  }

  /// 400 years: the Gregorian calendar and its weekdays begin again.
  private static let cycle = 146_097 * 86_400

  private let changes: [Int]
  private let settings: [ZoneFile.Setting]
  private let first: ZoneFile.Setting
  /// The instant from which the changes of 400 years before come back; `nil` when nothing changes
  /// after the last one.
  private let horizon: Int?

  init(_ file: ZoneFile) {
    var changes: [Int] = []
    var settings: [ZoneFile.Setting] = []
    var previous = file.first
    func append(_ instant: Int, _ setting: ZoneFile.Setting) {
      // Changes of the name alone are none here.
      if setting == previous { return }
      if changes.last == instant {
        changes.removeLast()
        settings.removeLast()
      }
      changes.append(instant)
      settings.append(setting)
      previous = setting
    }
    for (instant, setting) in zip(file.changes, file.settings) { append(instant, setting) }
    if let rule = file.rule, let summer = rule.summer {
      let last = file.changes.last ?? Self.seconds(ofYear: 1900)
      let year = min(max(CivilDate(daysSinceEpoch: last / 86_400).year, 1900), 9_000)
      let standard = ZoneFile.Setting(offset: rule.standardOffset, isSummer: false)
      // A rule that starts with the lesser offset writes winter as its exception (Ireland).
      let other = ZoneFile.Setting(offset: summer.offset, isSummer: true)
      for year in year...(year + 402) {
        for change in rule.changes(year: year) where change.instant > last {
          append(change.instant, change.beginsSummer ? other : standard)
        }
      }
      horizon = Self.seconds(ofYear: year + 402)
    } else {
      horizon = nil
    }
    self.changes = changes
    self.settings = settings
    first = file.first
  }

  private static func seconds(ofYear year: Int) -> Int {
    (CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0) * 86_400
  }

  /// The span that holds an instant, in seconds since the epoch.
  func span(at seconds: Int) -> Span {
    if let horizon, seconds >= horizon {
      let shift = ((seconds - horizon) / Self.cycle + 1) * Self.cycle
      let span = span(at: seconds - shift)
      return Span(
        begin: span.begin == .min ? .min : span.begin + shift,
        end: span.end == .max ? .max : span.end + shift, setting: span.setting)
    }
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return Span(
      begin: low == 0 ? .min : changes[low - 1], end: low == changes.count ? .max : changes[low],
      setting: low == 0 ? first : settings[low - 1])
  }

  private func span(before span: Span) -> Span? {
    span.begin == .min ? nil : self.span(at: span.begin - 1)
  }

  private func span(after span: Span) -> Span? {
    span.end == .max ? nil : self.span(at: span.end)
  }

  /// The nearest span without summer time in one direction.
  private func standard(
    from span: Span, _ step: (Span) -> Span?
  ) -> Span? {
    var next = step(span)
    // War-time clocks changed between two kinds of summer time for six years; no zone does more.
    for _ in 0..<40 {
      guard let span = next, span.setting.isSummer else { break }
      next = step(span)
    }
    return next.flatMap { $0.setting.isSummer ? nil : $0 }
  }

  /// See `CivilZone.standardOffset(at:)`.
  func standardOffset(at seconds: Int) -> Int {
    let here = span(at: seconds)
    if here.setting.isSummer {
      let bases = [
        standard(from: here, span(before:)), standard(from: here, span(after:)),
      ].compactMap { $0?.setting.offset }
      if let base = bases.first(where: { $0 < here.setting.offset }) { return base }
      return here.days >= 60 ? here.setting.offset : bases.first ?? here.setting.offset
    }
    for neighbour in [span(before: here), span(after: here)] {
      if let neighbour, neighbour.setting.isSummer, here.days < 300,
        neighbour.setting.offset < here.setting.offset, (60..<300).contains(neighbour.days)
      {
        return neighbour.setting.offset
      }
    }
    return here.setting.offset
  }
}
