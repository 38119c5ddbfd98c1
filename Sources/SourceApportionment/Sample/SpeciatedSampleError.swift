public import Documents
import AirQuality

/// Why speciated samples cannot be taken as they stand.
public enum SpeciatedSampleError: Error, Equatable, Sendable {
  /// Sizes do not fit.
  case shape(String)
  /// A concentration that is NaN or infinite.
  case notFinite(place: String)
  /// Nobody said in which unit the values are.
  case unitMissing(file: String)
  /// The two files have other species, or in another order.
  case speciesDiffer(String, String, names: [String])
  /// The two files have another number of samples.
  case sampleCount(Int, Int, file: String)
  /// The two files have another stamp in the same row.
  case stampsDiffer(String, String, file: String, line: Int)
  /// A value is missing.
  case missingValue(String, place: String)
  /// A value is below the detection limit and says no more.
  case belowDetection(String, place: String)
  /// There is a concentration and no uncertainty.
  case missingUncertainty(place: String)
  /// An uncertainty that is not positive.
  case badUncertainty(Double, place: String)
  /// A species that was never above its detection limit, or above zero.
  case nothingDetected(String, file: String)
  /// Sums of species stand among the species.
  case totalAmongSpecies([String], file: String)
  /// A species is named that the file does not have.
  case unknownSpecies(String, known: [String])
  /// A species has no detection limit.
  case noDetectionLimit(String, file: String)
  /// Every sample was left out.
  case noSamples(file: String)
  /// Every species has a signal-to-noise ratio that EPA calls bad.
  case noSignal
  /// Samples of two places cannot be fitted together.
  case sitesDiffer(Message, sites: [String])
  /// No species is measured at every place.
  case noCommonSpecies(sites: [String])
}

extension SpeciatedSampleError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .shape(let problem): .verbatim(problem)
    case .notFinite: "error.sources.concentration-is-no-finite"
    case .unitMissing: "error.sources.file-does-not-say"
    case .speciesDiffer(let first, let second, let names):
      Message(
        "error.sources.do-not-have-same",
        ["first": .fact(first), "second": .fact(second), "names": .names(names)])
    case .sampleCount(let first, let second, _):
      Message(
        "error.sources.there-are-samples-concentrations",
        ["first": .fact(first), "second": .fact(second)])
    case .stampsDiffer(let first, let second, _, _):
      Message(
        "error.sources.concentrations-sample-is-uncertainties",
        ["first": .fact(first), "second": .fact(second)])
    case .missingValue(let text, _):
      text.isEmpty
        ? "error.sources.value-is-missing"
        : Message("error.sources.value-is-missing-as", ["text": .fact(text)])
    case .belowDetection(let text, _):
      Message("error.sources.is-below-detection-limit", ["text": .fact(text)])
    case .missingUncertainty: "error.sources.concentration-has-no-uncertainty"
    case .badUncertainty(let value, _):
      Message("error.sources.uncertainty-is-not-positive", ["value": .fact(value)])
    case .nothingDetected(let name, _):
      Message("error.sources.was-never-detected", ["name": .fact(name)])
    case .totalAmongSpecies(let names, _):
      names.count == 1
        ? Message("error.sources.is-named-like-total", ["names": .fact(names[0])])
        : Message("error.sources.are-named-like-totals", ["names": .names(names)])
    case .unknownSpecies(let name, _):
      Message("error.sources.no-species-is-called", ["name": .fact(name)])
    case .noDetectionLimit(let name, _):
      Message("error.sources.has-no-detection-limit", ["name": .fact(name)])
    case .noSamples: "error.sources.no-sample-is-left"
    case .noSignal: "error.sources.no-signal"
    case .sitesDiffer(let problem, _): problem
    case .noCommonSpecies: "error.sources.no-common-species"
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .shape, .unknownSpecies, .noSignal: nil
    case .notFinite(let place), .missingValue(_, let place), .belowDetection(_, let place),
      .missingUncertainty(let place), .badUncertainty(_, let place):
      .verbatim(place)
    case .unitMissing(let file), .sampleCount(_, _, let file), .nothingDetected(_, let file),
      .totalAmongSpecies(_, let file), .noDetectionLimit(_, let file), .noSamples(let file):
      .verbatim(file)
    case .speciesDiffer(_, let second, _): .verbatim(second)
    case .sitesDiffer(_, let sites), .noCommonSpecies(let sites):
      .verbatim(sites.joined(separator: ", "))
    case .stampsDiffer(_, _, let file, let line): .line(line, of: file)
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .shape: "error.sources.give-one-row-sample"
    case .notFinite: "error.sources.correct-mark-missing"
    case .unitMissing: "error.sources.name-example-unit-ppbc"
    case .speciesDiffer: "error.sources.give-same-columns"
    case .sampleCount, .stampsDiffer: "error.sources.give-same-samples"
    case .missingValue:
      "error.sources.choose-what-becomes-missing"
    case .belowDetection:
      "error.sources.choose-what-becomes-below"
    case .missingUncertainty, .badUncertainty:
      "error.sources.correct-leave-species-out"
    case .nothingDetected: "error.sources.leave-out-exclude"
    case .totalAmongSpecies(let names, _):
      Message(
        names.count > 1 ? "error.sources.take-as-totals" : "error.sources.take-as-total",
        ["name": .fact(Self.pasted(names[0]))])
    case .unknownSpecies(_, let known):
      Message("error.sources.choose-one", ["known": .names(known)])
    case .noDetectionLimit: "error.sources.add-table-detection-limits"
    case .noSamples: "error.sources.choose-another-way-missing"
    case .noSignal: "error.sources.check-units-of-uncertainties"
    case .sitesDiffer, .noCommonSpecies: "error.sources.make-sites-alike"
    }
  }

  /// A name as a shell takes it in one piece.
  private static func pasted(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
      ? name : "'\(name.replacing("'", with: "'\\''"))'"
  }
}
