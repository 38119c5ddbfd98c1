import AirQuality
import Documents
import Foundation
import Ingest
import SourceApportionment

extension SampleReading {
  /// The same decisions for samples of further places, this one first.
  ///
  /// - Parameters:
  ///   - files: concentrations, one file a place.
  ///   - uncertainties: of each, in the same order; none where a table of detection limits serves all.
  /// - Throws: `SettingFault`, named `alsoUncertainties`.
  public func and(
    _ files: [String], uncertainties: [String]
  ) throws(SettingFault) -> [SampleReading] {
    guard uncertainties.count == (detectionLimits == nil ? files.count : 0) else {
      throw SettingFault(
        "alsoUncertainties", "\(uncertainties.count)",
        detectionLimits == nil
          ? "error.setting.one-file-a-place" : "error.setting.limits-serve-all")
    }
    var others: [SampleReading] = []
    for (place, file) in files.enumerated() {
      var other = self
      other.concentrations = file
      if detectionLimits == nil { other.uncertainties = uncertainties[place] }
      others.append(other)
    }
    return [self] + others
  }

  /// The place of a file: its name without what says how it is written.
  private var place: String {
    let name = URL(fileURLWithPath: concentrations).lastPathComponent
    return name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  /// Samples of one place or several. What is decided about a species holds where it was measured.
  static func samples(
    _ inputs: [SampleReading]
  ) throws -> (places: [(name: String, sample: SpeciatedSample)], remarks: [Message]) {
    if inputs.count == 1 {
      let (sample, remarks) = try inputs[0].sample()
      return ([(inputs[0].place, sample)], remarks)
    }
    let columns = try inputs.map { input in
      SampleNames(
        try SpeciatedTableReader.read(
          path: input.concentrations, utcOffset: Int(input.utcOffset * 3_600),
          dateOrder: input.dateOrder
        ).species, try input.own())
    }
    var places: [(name: String, sample: SpeciatedSample)] = []
    var remarks: [Message] = []
    for (input, own) in zip(inputs, columns) {
      let named = input.policy.names
      let elsewhere = named.filter { name in
        !own.has(name) && columns.contains { $0.has(name) }
      }
      let (sample, said) = try input.sample(mayLack: elsewhere)
      places.append((input.place, sample))
      remarks += said.map {
        Message("sources.of-site", ["site": .fact(input.place), "what": .message($0)])
      }
    }
    return (places, remarks)
  }
}

extension SampleNames {
  /// Whether a column answers to a name.
  func has(_ name: String) -> Bool { species.contains(own(name)) }
}

extension SamplePolicy {
  /// Every species that is named.
  var names: Set<String> { excluded.union(weak).union(totals).union(acceptedTotals) }

  /// The same for a place that does not have some species.
  func without(_ names: Set<String>) -> SamplePolicy {
    var policy = self
    policy.excluded.subtract(names)
    policy.weak.subtract(names)
    policy.totals.subtract(names)
    policy.acceptedTotals.subtract(names)
    return policy
  }
}
