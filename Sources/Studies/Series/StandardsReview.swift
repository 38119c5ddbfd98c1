public import AirQuality
public import Documents
public import Store

/// Holds series against the limits of an authority.
public struct StandardsReview: Sendable {
  /// Whose limits.
  public let authority: AirQualityStandard.Authority
  /// Hold this standard fixed; `nil` takes those in force.
  public var standard: String?
  /// Only this level, for example `grade 2`.
  public var level: String?
  /// Where the stations stand.
  public var place: String?
  /// The kind of place instead; China's standard of 2012 came by regions.
  public var region: String?
  /// Whether limits are evaluated too whose date is not verified. Default: no.
  public var includesPending = false
  /// First and last year; `nil` for all.
  public var years: ClosedRange<Int>?
  /// Which series.
  public var selection = SeriesSelection()

  /// A review with the defaults.
  public init(_ authority: AirQualityStandard.Authority) { self.authority = authority }

  /// What came out, and what is said beside it.
  public struct Answer: Sendable {
    /// Years, limits and verdicts.
    public let report: StandardsEvaluation.Report
    /// Clocks, and pollutants without a limit.
    public let remarks: [Message]
  }

  /// The evaluation that the settings ask for.
  ///
  /// - Throws: `SettingFault` for a standard, level or place that the authority does not have.
  public func evaluation() throws(SettingFault) -> StandardsEvaluation {
    let catalogue = StandardCatalogue.embedded
    func choose(_ names: some Sequence<String>) -> Message {
      Message("error.setting.choose", ["names": .names(Array(names))])
    }
    var evaluation = StandardsEvaluation(authority: authority)
    for year in [years?.lowerBound, years?.upperBound] {
      if let year, !StandardsEvaluation.years.contains(year) {
        throw SettingFault("year", year, "error.setting.year")
      }
    }
    if let standard {
      guard !catalogue.limits(of: authority, named: standard).isEmpty else {
        throw SettingFault("standard", "“\(standard)”", choose(catalogue.names(of: authority)))
      }
      evaluation.selection = .fixed(standard)
    }
    let levels = catalogue.limits.filter { $0.authority == authority }
    if let level, !levels.contains(where: { $0.isLevel(level) }) {
      throw SettingFault("level", "“\(level)”", choose(Set(levels.map(\.level)).sorted()))
    }
    evaluation.level = level
    evaluation.includesPending = includesPending
    evaluation.place = try standardPlace(choose)
    return evaluation
  }

  /// Where the stations stand, if it was said.
  private func standardPlace(
    _ choose: ([String]) -> Message
  ) throws(SettingFault) -> StandardPlace? {
    if let region {
      guard place == nil else {
        throw SettingFault(
          "region", saying: "error.setting.says-place", "error.setting.give-one-of-them")
      }
      guard authority == .china else {
        throw SettingFault(
          "region", saying: "error.setting.for-china", "error.setting.leave-out")
      }
      let regions = Set(StandardPhase.embedded.map(\.region))
      guard regions.contains(region) else {
        throw SettingFault("region", "“\(region)”", choose(regions.sorted()))
      }
      return StandardPlace(region: region, of: authority)
    }
    guard let place else { return nil }
    if let found = StandardPlace(named: place, authority: authority) { return found }
    let names = StandardPlace.names(of: authority)
    guard !names.isEmpty else {
      throw SettingFault(
        "place",
        saying: Message("error.setting.says-nothing", ["authority": .text(authority.rawValue)]),
        "error.setting.leave-out")
    }
    throw SettingFault(
      "place",
      saying: Message(
        "error.setting.no-place",
        ["place": .text(place), "authority": .text(authority.rawValue)]),
      Message(
        authority == .china ? "error.setting.choose-or-region" : "error.setting.choose",
        ["names": .names(names)]))
  }

  /// The limits themselves, of the level, standard and pollutant that are asked for.
  ///
  /// - Throws: as `evaluation()`.
  public func limits() throws(SettingFault) -> [AirQualityStandard] {
    _ = try evaluation()
    let name = standard?.lowercased()
    return StandardCatalogue.embedded.limits.filter { limit in
      limit.authority == authority
        && name.map { [limit.name.lowercased(), limit.fullName.lowercased()].contains($0) } ?? true
        && level.map { limit.isLevel($0) } ?? true
        && selection.pollutant.map { $0 == limit.pollutant } ?? true
    }
  }

  /// Judges the series of an archive.
  ///
  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`.
  public func run(in store: Archive) throws -> Answer {
    let evaluation = try evaluation()
    let limited = Set(
      StandardCatalogue.embedded.limits.filter { $0.authority == authority }.map(\.pollutant))
    let chosen = try selection.summaries(in: store)
    let found = try selection.series(
      chosen.filter { limited.contains($0.pollutant) }, in: store)
    let others = Set(chosen.map(\.pollutant)).subtracting(limited).filter { $0.kind != .weather }
    let unlimited = Message(
      "command.no-limit",
      [
        "authority": .message(Message("authority.\(authority.rawValue)")),
        "names": .names(others.sorted().map(\.displayName)),
      ])
    return Answer(
      report: evaluation.report(found.series, years: years),
      remarks: found.remarks + (others.isEmpty ? [] : [unlimited]))
  }
}
