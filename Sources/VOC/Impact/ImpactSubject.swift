import Documents
import AirQuality
import NumericKernels

/// What an impact is stated of.
public struct ImpactSubject: Hashable, Codable, Sendable {
  /// The kinds of subject, in the order in which they are reported.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// The sum over all compounds.
    case total
    /// The sum over a family.
    case family
    /// One compound.
    case compound
    /// The contribution of a factor of a receptor model, given as a series.
    case factor
  }

  /// Which kind.
  public let kind: Kind
  /// `total`, the family, the compound, the factor.
  public let name: String
  /// What is measured of it.
  public let quantity: WeighedQuantity
  /// The untouched series that it is divided by day by day; `nil` for the subject as it is.
  public let reference: String?

  /// What is weighed; with a reference it is divided by it, day by day.
  public init(
    kind: Kind, name: String, quantity: WeighedQuantity, relativeTo reference: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.quantity = quantity
    self.reference = reference
  }

  /// Ozone formation of everything.
  static let totalOzone = ImpactSubject(
    kind: .total, name: "total", quantity: .ozoneFormation)

  /// The pollutant under which its series goes through a study.
  var pollutant: Pollutant {
    Pollutant("\(quantity.rawValue) \(name)" + (reference.map { " / \($0)" } ?? ""))
  }
}

/// One subject's series in a record.
struct SubjectSeries {
  let subject: ImpactSubject
  let series: MonitoringSeries

  /// The subject over a reference on the same axis, step by step; without a unit.
  func divided(by reference: MonitoringSeries, named name: String) -> SubjectSeries {
    let ratio = ImpactSubject(
      kind: subject.kind, name: subject.name, quantity: subject.quantity, relativeTo: name)
    return SubjectSeries(
      subject: ratio,
      series: MonitoringSeries(
        station: series.station, pollutant: ratio.pollutant, unit: .dimensionless,
        referenceState: .notApplicable, axis: series.axis,
        storage: zip(series.storage, reference.storage).map { $0 / $1 }))
  }
}

extension SpeciatedRecord {
  /// A compound's mass, or another series of the record, that others are divided by.
  ///
  /// - Throws: `VOCError.compoundMissing`; `.field` when more than a tenth is below detection.
  func reference(
    _ name: String, _ settings: ReactivityAssessment
  ) throws(VOCError) -> MonitoringSeries {
    if let other = other(Pollutant(name)) { return other }
    let weighed = try self.weighed(.mass, settings)
    guard let own = self.column(of: name),
      let column = weighed.compounds.firstIndex(of: compounds[own])
    else { throw .compoundMissing(name, purpose: "error.voc.ratio-untouched-source") }
    if let place = self.column(of: name) {
      let below = (0..<axis.count).count { isBelow($0, place) }
      let count = (0..<axis.count).count { !values[$0, place].isNaN } + below
      // What stands for them is one number, which dilution does not move.
      guard 10 * below <= count else {
        throw .field(
          "relative_to",
          problem: Message(
            "error.voc.is-which-values-are",
            ["name": .fact(name), "below": .fact(below), "count": .fact(count)]),
          remedy: "error.voc.name-compound-is-nearly",
          file: station.key)
      }
    }
    return MonitoringSeries(
      station: station, pollutant: Pollutant(name), unit: .microgramsPerCubicMetre,
      referenceState: .notApplicable, axis: axis, storage: weighed.sum([column]))
  }

  /// Refuses two subjects that would go through a study under one name, such as a factor called
  /// after a family.
  private static func refuseMeeting(
    _ subjects: [ImpactSubject], place: String
  ) throws(VOCError) {
    var seen: [Pollutant: ImpactSubject] = [:]
    for subject in subjects {
      if let first = seen[subject.pollutant] {
        throw .field(
          "factors",
          problem: Message(
            "error.voc.has-which-would-mixed",
            [
              "name": .fact(subject.name), "kind": .fact(subject.kind.rawValue),
              "name2": .fact(first.name), "kind2": .fact(first.kind.rawValue),
            ]), remedy: "error.voc.rename-factor", file: place)
      }
      seen[subject.pollutant] = subject
    }
  }

  /// Everything of the record that an impact is stated of: masses of compounds and families,
  /// totals of all quantities, ozone formation of families, and the named factors.
  func subjects(
    _ settings: ReactivityAssessment, factors: [Pollutant]
  ) throws(VOCError) -> [SubjectSeries] {
    var found: [SubjectSeries] = []
    func add(
      _ kind: ImpactSubject.Kind, _ name: String, _ weighed: WeighedSeries, _ columns: [Int]
    ) {
      let subject = ImpactSubject(kind: kind, name: name, quantity: weighed.quantity)
      found.append(
        SubjectSeries(
          subject: subject,
          series: MonitoringSeries(
            station: station, pollutant: subject.pollutant,
            unit: MeasurementUnit(stored: weighed.quantity.unit), referenceState: .notApplicable,
            axis: axis, storage: weighed.sum(columns))))
    }
    for quantity in WeighedQuantity.allCases {
      let weighed: WeighedSeries
      do {
        weighed = try self.weighed(quantity, settings)
      } catch {
        // A quantity without any constant is no subject; everything else is an error.
        guard case .noConstants = error else { throw error }
        continue
      }
      add(.total, "total", weighed, Array(weighed.compounds.indices))
      guard quantity == .mass || quantity == .ozoneFormation else { continue }
      for family in CompoundFamily.allCases {
        let members = weighed.compounds.indices.filter {
          weighed.compounds[$0].family == family
        }
        if !members.isEmpty { add(.family, family.rawValue, weighed, members) }
      }
      guard quantity == .mass else { continue }
      for (column, compound) in weighed.compounds.enumerated() {
        add(.compound, compound.name, weighed, [column])
      }
    }
    for factor in factors {
      guard let series = other(factor) else {
        throw .compoundMissing(factor.identifier, purpose: "error.voc.impact-factor")
      }
      let subject = ImpactSubject(kind: .factor, name: factor.identifier, quantity: .mass)
      found.append(
        SubjectSeries(
          subject: subject,
          series: MonitoringSeries(
            station: station, pollutant: subject.pollutant, unit: series.unit,
            referenceState: .notApplicable, axis: series.axis, storage: series.storage)))
    }
    try Self.refuseMeeting(found.map(\.subject), place: station.key)
    return found
  }
}
