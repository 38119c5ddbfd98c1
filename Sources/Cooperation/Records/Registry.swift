import AirQuality
import Documents

/// All records in memory, found by kind and id.
public struct Registry: Sendable {
  private var records: [RecordKind: [RegistryRecord]] = [:]
  private var positions: [RecordKind: [String: Int]] = [:]

  /// A registry of records that were checked; the first of two with one id is kept.
  public init(_ all: some Sequence<RegistryRecord> = []) {
    for record in all { add(record) }
  }

  /// Adds a record behind the others of its kind; one with a known id is left out.
  public mutating func add(_ record: RegistryRecord) {
    let list = records[record.kind]?.count ?? 0
    guard positions[record.kind]?[record.id] == nil else { return }
    positions[record.kind, default: [:]][record.id] = list
    records[record.kind, default: []].append(record)
  }

  /// Puts a record in the place of the one with its id, if there is one.
  package mutating func replace(_ record: RegistryRecord) {
    guard let position = positions[record.kind]?[record.id] else { return }
    records[record.kind]?[position] = record
  }

  /// The records of a kind in the order of their file.
  public func all(_ kind: RecordKind) -> [RegistryRecord] { records[kind] ?? [] }

  /// One record, or `nil`.
  public func record(_ kind: RecordKind, _ id: String) -> RegistryRecord? {
    positions[kind]?[id].flatMap { records[kind]?[$0] }
  }

  /// One record of any kind.
  ///
  /// - Throws: `unknownRecord` with ids that are near.
  public func record(named id: String) throws(RegistryError) -> RegistryRecord {
    for kind in RecordKind.allCases {
      if let record = record(kind, id) { return record }
    }
    let all = RecordKind.allCases.flatMap { self.all($0).map(\.id) }
    throw .unknownRecord(id, kind: nil, nearest: Self.nearest(to: id, in: all))
  }

  /// Problems of all records together, as an import would find them.
  ///
  /// - Parameter naming: whether each says of which record it is, instead of a row.
  public func problems(naming: Bool = false) -> [RegistryError.RowProblem] {
    var problems: [RegistryError.RowProblem] = []
    for kind in RecordKind.allCases {
      var checks = RegistryChecks(programme: programme) { record($0, $1) }
      let records = all(kind)
      var ofKind: [RegistryError.RowProblem] = []
      for (index, record) in records.enumerated() {
        ofKind += checks.problems(record, row: index + 2)
      }
      ofKind += checks.finish()
      problems += ofKind.map { problem in
        guard naming else { return problem }
        return .init(
          row: 0, column: problem.column,
          problem: Message(
            "rule.of-record",
            [
              "kind": kind.one, "id": .text(records[problem.row - 2].id),
              "problem": .message(problem.problem),
            ]),
          remedy: problem.remedy)
      }
    }
    return problems
  }

  /// Up to three ids whose spelling is near.
  package static func nearest(to id: String, in all: [String]) -> [String] {
    let wanted = Array(id.lowercased())
    return all.lazy.filter { abs($0.count - wanted.count) <= 4 }
      .map { ($0, NameSearch.distance(wanted, Array($0.lowercased()))) }
      .filter { $0.1 <= max(2, wanted.count / 3) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }
}

extension Registry {
  /// Organisations.
  public var organisations: [Organisation] { all(.organisations).map(Organisation.init) }
  /// Partnerships.
  public var partnerships: [Partnership] { all(.partnerships).map(Partnership.init) }
  /// Projects.
  public var projects: [Project] { all(.projects).map(Project.init) }
  /// Activities.
  public var activities: [Activity] { all(.activities).map(Activity.init) }
  /// Claims.
  public var claims: [Claim] { all(.claims).map(Claim.init) }
  /// Annual means.
  public var annualMeans: [AnnualMean] { all(.annualMeans).map(AnnualMean.init) }
  /// Needs.
  public var needs: [Need] { all(.needs).map(Need.init) }
  /// Offers.
  public var offers: [Offer] { all(.offers).map(Offer.init) }
  /// Flows of the scheme.
  public var flows: [SchemeFlow] { all(.flows).map(SchemeFlow.init) }
  /// Places with coordinates.
  public var places: [Place] { all(.places).map(Place.init) }

  /// An organisation, or `nil`.
  public func organisation(_ id: String) -> Organisation? {
    record(.organisations, id).map(Organisation.init)
  }
  /// A project, or `nil`.
  public func project(_ id: String) -> Project? { record(.projects, id).map(Project.init) }

  /// The fiscal years of the programme's phases.
  public var programme: [ClosedRange<FiscalYear>] {
    all(.phases).compactMap { phase in
      guard let start = FiscalYear(phase["start"]), let end = FiscalYear(phase["end"]),
        start <= end
      else { return nil }
      return start...end
    }
  }
}
