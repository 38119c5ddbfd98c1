public import AirQuality

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
}

extension SpeciatedSampleError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .shape(let problem): problem
    case .notFinite: "a concentration is no finite number"
    case .unitMissing: "the file does not say in which unit its values are"
    case .speciesDiffer(let first, let second, let names):
      "\(first) and \(second) do not have the same species: \(names.joined(separator: ", "))"
    case .sampleCount(let first, let second, _):
      "there are \(first) samples of concentrations and \(second) of uncertainties"
    case .stampsDiffer(let first, let second, _, _):
      "the concentrations’ sample is of \(first), the uncertainties’ of \(second)"
    case .missingValue(let text, _):
      text.isEmpty ? "the value is missing" : "the value is missing (“\(text)”)"
    case .belowDetection(let text, _): "“\(text)” is below the detection limit"
    case .missingUncertainty: "the concentration has no uncertainty"
    case .badUncertainty(let value, _): "the uncertainty \(value) is not positive"
    case .nothingDetected(let name, _): "\(name) was never detected"
    case .totalAmongSpecies(let names, _):
      names.count == 1
        ? "\(names[0]) is named like a total of the species, not like a species"
        : "\(names.joined(separator: ", ")) are named like totals of the species, not like species"
    case .unknownSpecies(let name, _): "no species is called “\(name)”"
    case .noDetectionLimit(let name, _): "\(name) has no detection limit"
    case .noSamples: "no sample is left"
    case .noSignal: "no species has a signal-to-noise ratio of 0.5 or more"
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .shape, .unknownSpecies, .noSignal: ""
    case .notFinite(let place), .missingValue(_, let place), .belowDetection(_, let place),
      .missingUncertainty(let place), .badUncertainty(_, let place):
      place
    case .unitMissing(let file), .sampleCount(_, _, let file), .nothingDetected(_, let file),
      .totalAmongSpecies(_, let file), .noDetectionLimit(_, let file), .noSamples(let file):
      file
    case .speciesDiffer(_, let second, _): second
    case .stampsDiffer(_, _, let file, let line): "\(file):\(line)"
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .shape: "give one row a sample and one column a species"
    case .notFinite: "correct it, or mark it as missing"
    case .unitMissing: "name it, for example --unit ppbC"
    case .speciesDiffer: "give both files the same columns in the same order"
    case .sampleCount, .stampsDiffer: "give both files the same samples in the same order"
    case .missingValue:
      "choose what becomes of it: --missing leave-out (weight zero), drop-sample or median"
    case .belowDetection:
      "choose what becomes of it: --below-detection half-limit (with --detection-limits) or missing"
    case .missingUncertainty, .badUncertainty:
      "correct it, or leave the species out with --exclude"
    case .nothingDetected: "leave it out with --exclude"
    case .totalAmongSpecies(let names, _):
      "take one as the total with --total \(Self.pasted(names[0])), leave it out with --exclude "
        + "\(Self.pasted(names[0])), or say that it is a species with --accept-total "
        + Self.pasted(names[0]) + (names.count > 1 ? ", and so on for the others" : "")
    case .unknownSpecies(_, let known): "choose one of: \(known.joined(separator: ", "))"
    case .noDetectionLimit: "add it to the table of detection limits, or use --exclude"
    case .noSamples: "choose another way with missing values"
    case .noSignal: "check that the uncertainties are in the unit of the concentrations"
    }
  }

  /// A name as a shell takes it in one piece.
  private static func pasted(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
      ? name : "'\(name.replacing("'", with: "'\\''"))'"
  }
}
