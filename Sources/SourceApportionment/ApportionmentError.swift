public import Documents
import AirQuality
import NumericKernels

/// Why sources cannot be apportioned.
public enum ApportionmentError: Error, Equatable, Sendable {
  /// A setting has a value it cannot have.
  case badSetting(String, problem: Message)
  /// More factors than the data can carry.
  case tooManyFactors(Int, samples: Int, species: Int)
  /// A name that is no species or profile.
  case unknownName(String, kind: Message, known: [String])
  /// Samples and profiles have too few species in common.
  case tooFewSpecies(found: Int, needed: Int, names: [String])
  /// Sources whose profiles cannot be told apart.
  case collinear([String])
  /// An iteration did not settle.
  case didNotConverge(Message, iterations: Int)
  /// A kernel gave up.
  case numerical(Message)

  init(_ error: KernelError) {
    switch error {
    case .rankDeficient(let columns, _): self = .collinear(columns)
    case .tooFewObservations(let rows, let columns):
      self = .tooFewSpecies(found: rows, needed: columns, names: [])
    case .didNotConverge(let iterations, _):
      self = .didNotConverge("error.sources.the-kernel", iterations: iterations)
    default: self = .numerical(error.message)
    }
  }
}

extension ApportionmentError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .badSetting(let name, let problem): .field(name, problem)
    case .tooManyFactors(let factors, let samples, let species):
      Message(
        "error.sources.factors-cannot-found-samples",
        ["factors": .fact(factors), "samples": .fact(samples), "species": .fact(species)])
    case .unknownName(let name, let kind, _):
      Message("error.sources.no-is-called", ["kind": .fact(kind), "name": .fact(name)])
    case .tooFewSpecies(let found, let needed, _):
      Message(
        "error.sources.species-are-both-measured", ["found": .fact(found), "needed": .fact(needed)])
    case .collinear(let names):
      Message("error.sources.profiles-cannot-told-apart", ["names": .names(names)])
    case .didNotConverge(let what, let iterations):
      Message(
        "error.sources.did-not-settle-iterations",
        ["what": .fact(what), "iterations": .fact(iterations)])
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var place: Message? { nil }

  /// What to do.
  public var advice: Message {
    switch self {
    case .badSetting: "error.sources.correct-setting"
    case .tooManyFactors: "error.sources.ask-fewer-factors"
    case .unknownName(_, _, let known):
      Message("error.sources.choose-one", ["known": .names(known)])
    case .tooFewSpecies: "error.sources.name-species-alike-both"
    case .collinear: "error.sources.leave-one-them-out"
    case .didNotConverge: "error.sources.leave-out-samples-sources"
    case .numerical: "error.sources.check-data"
    }
  }
}
