public import Documents
public import OffRoad
import TextFiles

/// Counts the emissions of a fleet, by one method or by all, or says how sure they are.
public struct FleetStudy: Job {
  /// What is asked.
  public enum Question: Sendable {
    /// The emissions, with the other methods beside them.
    case emissions
    /// Every method, and why they differ.
    case methods
    /// How sure the inventory is.
    case uncertainty(UncertaintyAnalysis)
  }

  /// The fleet.
  public let list: FleetListing
  /// How it is counted.
  public let counting: FleetCounting
  /// What is asked.
  public var question = Question.emissions

  /// A study of a fleet.
  public init(_ list: FleetListing, _ counting: FleetCounting) {
    self.list = list
    self.counting = counting
  }

  /// The emissions, and what was asked besides.
  public struct Answer: Sendable {
    /// The list as it was read.
    public let register: FleetRegister
    /// Emissions by the method.
    public let tally: EmissionTally
    /// Every method; `nil` where it was not asked for.
    public var methods: MethodComparison?
    /// How sure the inventory is; `nil` where it was not asked for.
    public var uncertainty: UncertaintyResult?
    /// What the method itself warns of.
    public var warnings: [Message] = []
  }

  /// - Throws: `SettingFault`, `OffRoadError`, `FileFault`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    var used: EmissionMethod?
    if case .methods = question { used = .nonroad }
    if case .uncertainty(let analysis) = question { try SettingFault.checkCount(analysis.draws) }
    let inventory = try counting.inventory(of: used)
    let register = try list.register()
    let fleet = try list.fleet(register)
    try watch.begin(0, of: 1, .verbatim(list.path))
    var answer = Answer(register: register, tally: try inventory.tally(fleet))
    switch question {
    case .emissions:
      let methods = try MethodComparison(inventory, fleet)
      answer.warnings = methods.warnings(of: inventory.method)
      answer.methods = methods
    case .methods: answer.methods = try MethodComparison(inventory, fleet)
    case .uncertainty(let analysis):
      answer.uncertainty = try analysis.analyse(inventory, fleet)
    }
    return answer
  }
}

extension SettingFault {
  /// Refuses more draws than the limit on counts.
  static func checkCount(_ number: Int?, _ setting: String = "draws") throws(SettingFault) {
    guard let number, let words = WorkLimit.counts.refusal(of: number) else { return }
    throw SettingFault(setting, number, words)
  }
}
