import Documents
import AirQuality
import Cooperation
import Estimation

/// What the daily panel gave, or why it gave nothing.
struct PanelResult {
  var findings: [ClaimEvaluation.PanelFinding] = []
  var gap: Message?
}

extension ClaimTester {
  /// The cities against others in the daily panel, 2014 and 2015 as full years.
  ///
  /// Later years are not used: the open panel's rows of 2016 do not behave like measurements.
  func panel(_ claim: Claim, _ library: (any ProvenanceLibrary)?) throws -> PanelResult {
    guard let library else {
      return PanelResult(gap: Message("claims.no-archive"))
    }
    let stations = try library.stations(measuring: .pm25)
    let names = Set(stations.map(\.name))
    let places = registry.places
    let wanted = Set(claim.places)
    let treated = places.filter { $0.isCity && $0.organisation.map(wanted.contains) == true }
      .map(\.names.english).filter(names.contains)
    let missing = claim.places.filter { id in
      !places.contains { $0.organisation == id && names.contains($0.names.english) }
    }
    guard !treated.isEmpty, missing.isEmpty else {
      return PanelResult(
        gap: Message("claims.no-daily", ["places": NameBook(registry).list(missing)]))
    }
    // Cities that work with Japan themselves stand on neither side.
    let partners = Set(registry.partnerships.map(\.chinese))
    let partnerCities = places.filter { place in
      place.organisation.map { partners.contains($0) && !wanted.contains($0) } == true
    }.map(\.names.english).filter(names.contains)
    let provinces = Set(
      registry.organisations.filter { partners.contains($0.id) && $0.kind == .province }
        .compactMap(\.iso3166))
    let outside = places.filter { place in
      place.isCity && place.country == "CN" && names.contains(place.names.english)
        && !provinces.contains(place.iso3166) && !treated.contains(place.names.english)
        && place.organisation.map { !partners.contains($0) } ?? true
    }.map(\.names.english)
    var result = PanelResult()
    let sets: [(Message, DonorRule)] = [
      (
        Message("claims.non-partners"),
        DonorRule(origin: .all, apartKilometres: 150, excluding: partnerCities)
      ),
      (
        Message("claims.without-partnership"),
        DonorRule(origin: .named(outside), apartKilometres: nil)
      ),
    ]
    for (label, donors) in sets {
      do {
        result.findings.append(try finding(treated: treated, donors: donors, label, library))
      } catch let error as EstimationError {
        result.gap = Message(
          "claims.labelled", ["label": .message(label), "text": .message(error.reason)])
      }
    }
    return result
  }

  private func finding(
    treated: [String], donors: DonorRule, _ label: Message, _ library: any ProvenanceLibrary
  ) throws -> ClaimEvaluation.PanelFinding {
    func year(_ text: String) -> DatePeriod {
      guard let period = DatePeriod(text) else { preconditionFailure("\(text) is a period") }
      return period
    }
    var calibration = Calibration()
    calibration.negativeControls = negativeControls
    let before = year("2014-01-01..2014-12-31")
    let after = year("2015-01-01..2015-12-31")
    let description = StudyDescription(
      title: "The cities of the claim beside other cities, 2014 and 2015",
      measure: Measure(
        name: "second calendar year of the cooperation", start: after.first,
        description: "A year of cooperation, not a measure with a date."),
      outcome: Outcome(pollutant: .pm25, average: .day, scale: .log),
      treated: treated, donors: donors,
      before: before, after: after,
      estimators: [EstimatorChoice(method: "difference-in-differences")],
      calibration: calibration)
    let dossier = try StudyRunner(threads: threads).run(description, library: library)
    let finding = dossier.findings[0]
    func change(_ series: MonitoringSeries?) -> Double? {
      guard let series else { return nil }
      func mean(_ period: DatePeriod) -> Double? {
        let values = (0..<series.count).filter {
          period.contains(series.axis.date(at: $0))
        }.compactMap { series[$0] }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
      guard let before = mean(description.before), let after = mean(description.after) else {
        return nil
      }
      return (after / before - 1) * 100
    }
    return ClaimEvaluation.PanelFinding(
      comparedWith: label, effect: finding.effect, calibrated: finding.calibration?.interval,
      calibratedP: finding.calibration?.pValue.value,
      change: change(dossier.observed) ?? .nan, othersChange: change(dossier.donors),
      period: "\(description.before.first) – \(description.after.last)")
  }
}

extension ClaimTester {
  /// What the daily panel says of a claim about a country: the change of all of its cities over
  /// the two years that it can give, which are only part of what the claim speaks of.
  func nationalNote(_ library: (any ProvenanceLibrary)?) throws -> Message? {
    guard let library else { return nil }
    var changes: [Double] = []
    let cities = Set(registry.places.filter { $0.country == "CN" }.map(\.names.english))
    let stations = try library.stations(measuring: .pm25)
    // Networks of China: those in which a city of the list is found by its name.
    let networks = Set(stations.filter { cities.contains($0.name) }.map(\.network))
    for station in stations where networks.contains(station.network) {
      guard let series = try library.series(.pm25, at: station) else { continue }
      var sums = [2_014: (total: 0.0, count: 0), 2_015: (total: 0.0, count: 0)]
      for position in 0..<series.count {
        let year = series.axis.date(at: position).year
        guard let value = series[position], let sum = sums[year] else { continue }
        sums[year] = (sum.total + value, sum.count + 1)
      }
      // Three quarters of both years, as the capture rule of the studies.
      let wanted = 365 * 86_400 / series.axis.step.meanSeconds * 3 / 4
      guard let first = sums[2_014], let second = sums[2_015], first.count >= wanted,
        second.count >= wanted
      else { continue }
      changes.append(
        (second.total / Double(second.count)) / (first.total / Double(first.count)) * 100 - 100)
    }
    guard !changes.isEmpty else { return nil }
    let mean = changes.reduce(0, +) / Double(changes.count)
    return Message(
      "claims.panel-change",
      ["count": .count(changes.count), "change": .number(mean, .decimals(1), unit: "%")])
  }
}
