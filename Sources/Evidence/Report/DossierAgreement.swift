import Estimation
import Documents
import Studies

/// Whether the methods say the same: what their intervals say, not their points.
struct DossierAgreement {
  /// How they stand to each other.
  enum Kind: Equatable {
    case one, unitsDiffer
    /// All intervals overlap and exclude zero on one side.
    case agree(below: Bool)
    /// All intervals overlap, some hold zero.
    case unclear
    /// Two intervals do not overlap, on one side of zero or with zero in one of them.
    case apart(Int, Int)
    /// One interval lies below zero, another above.
    case contradict(Int, Int)
  }

  let kind: Kind
  private let names: [Message]

  init(_ findings: [Finding], names: [Message] = []) {
    self.names = names
    let quoted = findings.map(QuotedEffect.init)
    let known = quoted.indices.filter { quoted[$0].interval != nil }
    guard known.count > 1 else {
      kind = .one
      return
    }
    guard Set(quoted.map(\.effect.unit)).count == 1 else {
      kind = .unitsDiffer
      return
    }
    func lower(_ place: Int) -> Double { quoted[place].interval?.lower ?? -.infinity }
    func upper(_ place: Int) -> Double { quoted[place].interval?.upper ?? .infinity }
    let lowest = known.min { upper($0) < upper($1) }!
    let highest = known.max { lower($0) < lower($1) }!
    if upper(lowest) < 0, lower(highest) > 0 {
      kind = .contradict(lowest, highest)
    } else if upper(lowest) < lower(highest) {
      kind = .apart(lowest, highest)
    } else if known.allSatisfy({ upper($0) < 0 }) || known.allSatisfy({ lower($0) > 0 }) {
      kind = .agree(below: upper(lowest) < 0)
    } else {
      kind = .unclear
    }
  }

  /// In words; `nil` where there is nothing to compare.
  var message: Message? {
    switch kind {
    case .one: nil
    case .unitsDiffer: "study.units-differ"
    case .agree(let below):
      say("study.agree-clear", side: (below ? "study.side.below" : "study.side.above") as Message)
    case .unclear: "study.agree-unclear"
    case .apart(let first, let second):
      say("study.intervals-apart", first: names[first], second: names[second])
    case .contradict(let first, let second):
      say("study.contradict", first: names[first], second: names[second])
    }
  }
}
