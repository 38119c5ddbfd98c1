import AirQuality
import Documents
import SourceApportionment

/// One set of factors as tables: free, constrained or rotated.
struct FactorView {
  let report: FactorReport
  let names: SpeciesNames

  init(_ report: FactorReport) {
    self.report = report
    names = SpeciesNames(report.solution.species)
  }

  var solution: FactorSolution { report.solution }
  var factors: Range<Int> { 0..<solution.factorCount }

  /// The factor by its number and the species it has most of: a handle, not the name of a source.
  func label(_ factor: Int) -> Message {
    let leading = solution.leadingSpecies(ofFactor: factor)
    return say(
      leading.isEmpty ? "sources.factor-bare" : "sources.factor", number: factor + 1,
      species: leading.map { names[$0] })
  }

  /// `4`, `2.71`.
  static func rise(_ value: Double) -> Value {
    value.decimals(value == value.rounded() ? 0 : 2)
  }

  /// What the bootstrap drew of an element.
  func drawn(_ factor: Int, _ position: Int) -> BootstrapIntervals.Percentiles? {
    report.bootstrap?.profiles[factor]?[position]
  }

  /// Displaced elements by the least rise of Q that was asked for.
  func displaced(_ factor: Int, _ position: Int) -> (lower: Double, upper: Double)? {
    guard let displacement = report.displacement, let level = displacement.levels.first,
      let place = displacement.species.firstIndex(of: solution.species[position])
    else { return nil }
    return (level.lower[factor][place], level.upper[factor][place])
  }

  // MARK: Tables of the page

  func factorTable(_ id: String, _ caption: Message) -> Table {
    let masses = solution.masses
    let sum = masses.reduce(0, +)
    let swaps = (report.displacement ?? report.ranges?.displacement)?.levels.first?.swaps
    return Table(id, caption, factors) {
      Column("factor") { label($0) }
      Column("mean", unit: solution.unit.symbol) { masses[$0] }
      Column("share") { (sum > 0 ? masses[$0] / sum : 0).share }
      Column("found-again", isOptional: true) { factor in
        report.bootstrap.map {
          (Double($0.found[factor]) / Double(max($0.settings.replicates, 1))).share
        }
      }
      Column("exchanged", isOptional: true) { swaps?[$0] }
      Column("most-like", isOptional: true) { mostLike($0)?.source }
      Column("correlation", isOptional: true) { mostLike($0)?.correlation.decimals(2) }
      Column("identity-distance", isOptional: true) { mostLike($0)?.identityDistance.decimals(2) }
    }
  }

  private func mostLike(_ factor: Int) -> ProfileComparison? {
    report.comparisons.first { $0.factor == factor }
  }

  /// The eight species of which each factor has the largest share.
  func leadingTable(_ id: String, _ caption: Message) -> Table {
    typealias Row = (factor: Int, position: Int)
    let shares = solution.shares
    let rows = factors.flatMap { factor -> [Row] in
      let own = shares[factor]
      return own.indices.filter { own[$0] > 0 }
        .sorted { (own[$0], $1) > (own[$1], $0) }.prefix(8).map { (factor, $0) }
    }
    let unit = solution.unit.symbol
    return Table(id, caption, rows) {
      Column("factor") { $0.factor + 1 }
      Column("species") { names[solution.species[$0.position]] }
      Column("profile", unit: unit) { solution.profiles[$0.factor][$0.position] }
      Column("share") { shares[$0.factor][$0.position].share }
      Column("range", unit: unit, isOptional: true) { row in
        report.ranges.map {
          Value.range($0.lower[row.factor][row.position], $0.upper[row.factor][row.position])
        }
      }
      Column("draws", unit: unit, isOptional: true) { row in
        (report.ranges == nil ? drawn(row.factor, row.position) : nil)
          .map { Value.range($0.fifth, $0.ninetyFifth) }
      }
      Column("displaced", unit: unit, isOptional: true) { row in
        displaced(row.factor, row.position).map { Value.range($0.lower, $0.upper) }
      }
    }
  }

  // MARK: Tables of files

  /// One row a factor and species: profile, share, the range to report, EPA PMF's bootstrap
  /// percentiles and displacement range.
  var profileTable: Table {
    typealias Row = (factor: Int, position: Int)
    let shares = solution.shares
    let rows = factors.flatMap { factor -> [Row] in
      solution.species.indices.map { (factor, $0) }
    }
    return Table("profiles", "sources.factors", rows) {
      Column(file: "factor") { $0.factor + 1 }
      Column(file: "species") { solution.species[$0.position] }
      Column(file: "role") { solution.roles[$0.position].rawValue }
      Column(file: "profile") { solution.profiles[$0.factor][$0.position] }
      Column(file: "share") { shares[$0.factor][$0.position] }
      if let ranges = report.ranges {
        Column(file: "lower_90") { ranges.lower[$0.factor][$0.position] }
        Column(file: "upper_90") { ranges.upper[$0.factor][$0.position] }
      }
      if report.bootstrap != nil {
        Column(file: "p5") { drawn($0.factor, $0.position)?.fifth }
        Column(file: "p25") { drawn($0.factor, $0.position)?.lowerQuartile }
        Column(file: "median") { drawn($0.factor, $0.position)?.median }
        Column(file: "p75") { drawn($0.factor, $0.position)?.upperQuartile }
        Column(file: "p95") { drawn($0.factor, $0.position)?.ninetyFifth }
      }
      if let level = report.displacement?.levels.first {
        let rise = Self.rise(level.rise).text(in: .english)
        Column(file: "displaced_lower_\(rise)") { displaced($0.factor, $0.position)?.lower }
        Column(file: "displaced_upper_\(rise)") { displaced($0.factor, $0.position)?.upper }
      }
      Column(file: "unit") { _ in solution.unit.symbol }
    }
  }

  /// One row a sample, one column a factor, dimensionless with mean one over all samples; a table for
  /// each place where there are several.
  func contributionTables(_ name: String) -> [(name: String, table: Table)] {
    contributionFiles(name).map { file in
      (
        file.name,
        Table("contributions", "sources.contributions", file.rows) {
          Column(file: "time") {
            .date(solution.instants[$0].formatted(utcOffset: solution.utcOffset))
          }
          for factor in factors {
            Column(file: "factor_\(factor + 1)") { row -> Double? in
              solution.contributions[factor][row]
            }
          }
        }
      )
    }
  }

  /// One row a start.
  var startTable: Table {
    Table("starts", "sources.starts", solution.starts) {
      Column(file: "start") { $0.index }
      Column(file: "q_true") { $0.qTrue }
      Column(file: "q_robust") { $0.qRobust }
      Column(file: "objective") { $0.objective }
      Column(file: "iterations") { $0.iterations }
      Column(file: "converged") { String($0.isConverged) }
      Column(file: "polished") { String($0.isPolished) }
      Column(file: "likeness") { $0.likeness }
    }
  }
}

/// Species under their usual name in each language: where the tables of compounds know them and no
/// other column of the samples has the same name, else as the file writes them; in English as the file
/// writes them where it does in Latin letters.
struct SpeciesNames {
  private let messages: [String: Message]

  init(_ species: [String]) {
    func usual(_ language: Language) -> [String: String] {
      let names = species.map { ($0, Value.message(.compound($0)).text(in: language)) }
      let counts = Dictionary(names.map { ($0.1, 1) }, uniquingKeysWith: +)
      return Dictionary(
        names.map { ($0.0, counts[$0.1] == 1 ? $0.1 : $0.0) }, uniquingKeysWith: { $1 })
    }
    let english = usual(.english)
    let japanese = usual(.japanese)
    let chinese = usual(.chinese)
    messages = Dictionary(
      species.map { name in
        // English readers know a name in Latin letters as the file has it.
        let own = name.unicodeScalars.allSatisfy(\.isASCII) ? name : english[name] ?? name
        return (name, Message.named(own, japanese: japanese[name], chinese: chinese[name]))
      }, uniquingKeysWith: { $1 })
  }

  subscript(name: String) -> Message { messages[name] ?? .verbatim(name) }
}
