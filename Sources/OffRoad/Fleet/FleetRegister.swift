public import Documents
import TextFiles

/// A fleet list as it was read: registrations or a survey, one line a machine or a kind.
public struct FleetRegister: Sendable {
  /// The lines, in the file's order.
  public private(set) var machines: [Machine]
  /// Names of the sites that lines refer to.
  public let sites: [String]
  /// Year of the data.
  public let dataYear: Int
  /// Assumptions that reading made.
  public private(set) var defaults: [DefaultUse]
  /// What the reader of the result should know, one sentence each.
  public private(set) var notices: [Message]

  /// Machines at their sites in the year of the data, with what was assumed about them.
  public init(
    machines: [Machine], sites: [String] = [], dataYear: Int, defaults: [DefaultUse] = [],
    notices: [Message] = []
  ) {
    self.machines = machines
    self.sites = sites
    self.dataYear = dataYear
    self.defaults = defaults
    self.notices = notices
  }

  /// Machines, survey weights counted.
  public var count: Double { machines.reduce(0) { $0 + $1.count } }

  /// Reads a fleet list from a file of comma-separated values.
  ///
  /// Columns: `machinery` (type), `stage`, `power_kw` or `power_hp` (or `power` with `power_unit`),
  /// `model_year`, `fuel`, `retrofit`, `count`, `weight` (survey weight), `hours`, `load_factor`,
  /// `idling_share`, `site`, `exemption`; only the type and the stage are needed. Others are left
  /// alone.
  ///
  /// - Parameters:
  ///   - dataYear: year of the data; model years after it are refused.
  ///   - regulation: the law in which a bare stage (`IIIA`) is meant, and by which an engine
  ///     without a stage gets the one of its model year.
  /// - Throws: `OffRoadError` with row, column and what to do for every cell that cannot be taken.
  public init(
    contentsOf path: String, dataYear: Int, regulation: EngineStage.Regulation? = nil
  ) throws(OffRoadError) {
    let bytes: [UInt8]
    do {
      bytes = try TextContent.utf8(path: path).bytes
    } catch { throw .file(error) }
    let name = String(path.split(separator: "/").last ?? "register")
    try self.init(bytes: bytes, file: name, dataYear: dataYear, regulation: regulation)
  }

  /// Reads a fleet list from its text; see `init(contentsOf:dataYear:regulation:)`.
  public init(
    text: String, file: String, dataYear: Int, regulation: EngineStage.Regulation? = nil
  ) throws(OffRoadError) {
    try self.init(
      bytes: Array(text.utf8), file: file, dataYear: dataYear, regulation: regulation)
  }

  private init(
    bytes: [UInt8], file: String, dataYear: Int, regulation: EngineStage.Regulation?
  ) throws(OffRoadError) {
    var reader = try RegisterReader(
      bytes, file: file, dataYear: dataYear, regulation: regulation)
    try reader.readAll(file)
    guard reader.total == 0 else {
      throw .register(file: file, problems: reader.problems, total: reader.total)
    }
    guard !reader.machines.isEmpty else {
      throw .unreadable(file: file, reason: "error.off-road.has-header-no-rows")
    }
    self.init(
      machines: reader.machines, sites: reader.sites, dataYear: dataYear,
      defaults: reader.defaults, notices: reader.notices)
  }

  /// Weights a sample up to a city's machines by type.
  ///
  /// Each type's lines are multiplied by known total over counted total (post-stratification), so
  /// that the types' shares are the city's and everything within a type is the sample's.
  ///
  /// - Parameter population: machines in the city by type's identifier.
  /// - Throws: `OffRoadError.setting` for a type that is unknown or has no line in the sample.
  public func weighted(to population: [String: Double]) throws(OffRoadError) -> FleetRegister {
    var counted = [Double](repeating: 0, count: MachineType.all.count)
    for machine in machines { counted[machine.type] += machine.count }
    var factors = [Double](repeating: 1, count: counted.count)
    for (name, total) in population.sorted(by: { $0.key < $1.key }) {
      guard let position = MachineType.position(named: name) else {
        throw .setting(
          "population", problem: Message("error.off-road.names-no-machine", ["name": .fact(name)]),
          remedy: MachineType.suggestion(for: name))
      }
      guard total >= 0 else {
        throw .setting(
          "population",
          problem: Message(
            "error.off-road.gives-machines", ["total": .fact(total), "name": .fact(name)]),
          remedy: "error.off-road.give-number-machines")
      }
      guard counted[position] > 0 else {
        throw .setting(
          "population",
          problem: Message("error.off-road.names-which-sample-has", ["name": .fact(name)]),
          remedy: "error.off-road.survey-least-one-leave")
      }
      factors[position] = total / counted[position]
    }
    var result = self
    for index in result.machines.indices {
      result.machines[index].count *= factors[result.machines[index].type]
    }
    let named = Set(population.keys.compactMap { MachineType.position(named: $0) })
    let left = counted.indices.filter { counted[$0] > 0 && !named.contains($0) }.count
    if left > 0 {
      result.notices.append(Message("off-road.unweighted-types", ["types": .count(left)]))
    }
    return result
  }
}
