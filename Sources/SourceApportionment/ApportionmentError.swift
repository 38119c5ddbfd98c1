public import AirQuality
import NumericKernels

/// Why sources cannot be apportioned.
public enum ApportionmentError: Error, Equatable, Sendable {
  /// A setting has a value it cannot have.
  case badSetting(String, problem: String)
  /// More factors than the data can carry.
  case tooManyFactors(Int, samples: Int, species: Int)
  /// A name that is no species or profile.
  case unknownName(String, kind: String, known: [String])
  /// Samples and profiles have too few species in common.
  case tooFewSpecies(found: Int, needed: Int, names: [String])
  /// Sources whose profiles cannot be told apart.
  case collinear([String])
  /// An iteration did not settle.
  case didNotConverge(String, iterations: Int)
  /// A kernel gave up.
  case numerical(String)

  init(_ error: KernelError) {
    switch error {
    case .shape(let problem): self = .numerical(problem)
    case .rankDeficient(let columns, _): self = .collinear(columns)
    case .notPositiveDefinite(let pivot):
      self = .numerical("a matrix is not positive definite from pivot \(pivot) on")
    case .tooFewObservations(let rows, let columns):
      self = .tooFewSpecies(found: rows, needed: columns, names: [])
    case .didNotConverge(let iterations, _):
      self = .didNotConverge("the kernel", iterations: iterations)
    case .notFinite(let name, let row): self = .numerical("\(name) is not finite in row \(row)")
    default: self = .numerical("\(error)")
    }
  }
}

extension ApportionmentError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .badSetting(let name, let problem): "“\(name)” \(problem)"
    case .tooManyFactors(let factors, let samples, let species):
      "\(factors) factors cannot be found in \(samples) samples of \(species) species"
    case .unknownName(let name, let kind, _): "no \(kind) is called “\(name)”"
    case .tooFewSpecies(let found, let needed, _):
      "\(found) species are both measured and in the profiles, more than \(needed) are needed"
    case .collinear(let names):
      "the profiles of \(names.joined(separator: ", ")) cannot be told apart"
    case .didNotConverge(let what, let iterations):
      "\(what) did not settle in \(iterations) iterations"
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var location: String { "" }

  /// What to do.
  public var remedy: String {
    switch self {
    case .badSetting: "correct the setting"
    case .tooManyFactors: "ask for fewer factors"
    case .unknownName(_, _, let known): "choose one of: \(known.joined(separator: ", "))"
    case .tooFewSpecies: "name the species alike in both files, or use fewer profiles"
    case .collinear: "leave one of them out, or add species in which they differ"
    case .didNotConverge: "leave out samples or sources that hardly contribute"
    case .numerical: "check the data"
    }
  }
}
