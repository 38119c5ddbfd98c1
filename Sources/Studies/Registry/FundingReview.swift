public import Cooperation
package import Documents
public import Store
import TextFiles

/// The budget lines of the records, and those of a file beside them.
public struct BudgetInput: Sendable {
  /// The records.
  public let source: RegistrySource
  /// A CSV file of budget lines besides those of the records; `nil` for none.
  public var file: String?

  /// The lines of the records alone.
  public init(of source: RegistrySource) { self.source = source }

  /// The records that funding is judged by, with the lines of the file.
  ///
  /// An amount that cannot be and a project or payer that the records have not are judged line by
  /// line; everything else that is wrong with the file is refused.
  ///
  /// - Throws: `RegistryError` with every such row; what the file and the archive throw.
  func registry() throws -> Registry {
    let texts: Set<String> = ["summary_ja", "summary_zh", "summary_en", "source", "notes"]
    let columns = RecordSchema.of(.projects).columns.map(\.name).filter { !texts.contains($0) }
    var registry = try source.registry([
      RecordSelection(.organisations), RecordSelection(.phases),
      RecordSelection(.projects, columns: Set(columns)), RecordSelection(.exchangeRates),
      RecordSelection(.ceilings), RecordSelection(.budgetLines),
    ])
    guard let file else { return registry }
    let content = try RecordFile(
      bytes: FileBytes.read(file), file: file, kind: .budgetLines)
    let rows = try content.rows()
    var checks = RegistryChecks(programme: registry.programme) { [registry] in
      registry.record($0, $1)
    }
    let judged: Set<String> = ["amount", "approved", "spent", "share_asked"]
    let unknown = RegistryError.unknownRecord("", kind: .projects, nearest: []).problem.id
    let problems =
      rows.flatMap { row in checks.problems(row.record, row: row.line) } + checks.finish()
    let faults = problems.filter { !judged.contains($0.column) && $0.problem.id != unknown }
    guard faults.isEmpty else { throw RegistryError.rows(faults, file: file) }
    for row in rows {
      guard registry.record(.budgetLines, row.record.id) == nil else {
        let error = RegistryError.exists(row.record.id, kind: .budgetLines)
        throw RegistryError.rows(
          [.init(row: row.line, column: "id", problem: error.problem, remedy: error.advice)],
          file: file)
      }
      registry.add(row.record)
    }
    return registry
  }
}

/// Says of every budget line whether the platform may pay for it, and why.
public struct FundingReview: Job {
  /// The lines.
  public let input: BudgetInput
  /// Yen for one yuan by fiscal year, before those that the records keep.
  public var rates: FundingCheck.ExchangeRates = [:]
  /// Most yen that may be asked for one project, where the records set no ceiling.
  public var ceilings: [FiscalYear: Double] = [:]

  /// A review of some lines, with the rates and ceilings of the records.
  public init(of input: BudgetInput) { self.input = input }

  /// The lines with their verdicts, in the order of the records; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The lines.
    public let lines: [FundingCheck.Line]
    /// Rates that were given and take the place of one that the records keep.
    package let replaced: [Message]

    /// Writes the lines.
    public func encode(to encoder: any Encoder) throws { try lines.encode(to: encoder) }
  }

  /// - Throws: `RegistryError` for a rate that cannot be and for rows that cannot be read.
  public func run(_ watch: JobWatch) throws -> Outcome {
    for (year, rate) in rates.sorted(by: { $0.key < $1.key }) {
      guard let fault = Currency.yuan.problem(ofRate: rate) else { continue }
      throw RegistryError.unanswerable(
        Message(
          "registry.option",
          ["option": .code("--rate \(year)=\(rate)"), "problem": .message(fault.problem)]),
        remedy: fault.remedy)
    }
    let registry = try input.registry()
    var check = FundingCheck(registry, rates: rates)
    check.ceilings = ceilings
    let kept = RegistryRates(registry)
    let replaced = rates.keys.sorted().compactMap { year -> Message? in
      guard let rate = kept.rate(of: .yuan, in: year), rate.yen != rates[year] else { return nil }
      return Message(
        "funding.rate-instead",
        [
          "year": .code("\(year)"), "rate": .text("\(rate.yen)"), "source": .text(rate.source),
        ])
    }
    return Outcome(lines: check.lines, replaced: replaced)
  }
}

/// Adds budget lines up: by fiscal year, project, payer or city, each currency for itself.
public struct FundingSummation: Job {
  /// The lines.
  public let input: BudgetInput
  /// By what they are added up.
  public let key: FundingSums.Key

  /// Sums of some lines.
  public init(of input: BudgetInput, by key: FundingSums.Key) {
    self.input = input
    self.key = key
  }

  /// The sums; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// By what they are.
    public let key: FundingSums.Key
    /// By fiscal year, key and currency.
    public let rows: [FundingSums.Row]
    /// Lines whose amounts cannot be, which are in no sum.
    public let refused: [String]
    package let registry: Registry

    /// Writes the sums.
    public func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }
  }

  /// - Throws: `RegistryError` for rows that cannot be read.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try input.registry()
    let checks = RecordChecks(.budgetLines)
    // The lines of an archive passed when they came.
    let refused =
      input.file == nil
      ? []
      : Set(
        registry.all(.budgetLines).filter { !checks.problems($0, row: 0).isEmpty }.map(\.id))
    return Outcome(
      key: key, rows: FundingSums(registry, without: refused).rows(by: key),
      refused: refused.sorted(), registry: registry)
  }
}

/// What the plan's rule of funding says of each of its twelve lines.
public struct PlanFundingReview: Job {
  /// The records.
  public let source: RegistrySource

  /// All twelve lines.
  public init(of source: RegistrySource) { self.source = source }

  /// The lines; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// By their numbers.
    public let lines: [PlanFunding]
    package let registry: Registry

    /// Writes the lines.
    public func encode(to encoder: any Encoder) throws { try lines.encode(to: encoder) }
  }

  /// Judges the lines of the plan by the records.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let registry = try source.registry([.organisations, .projects])
    return Outcome(lines: PlanFunding.lines(registry), registry: registry)
  }
}
