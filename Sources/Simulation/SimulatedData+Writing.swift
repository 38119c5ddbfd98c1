import Documents
import AirQuality
import TextFiles
public import FoundationEssentials

extension SimulatedData {
  /// The names of the files that `write(to:)` makes.
  public enum FileName {
    /// One row a station and step, one column a variable.
    public static let observations = "simulated.csv"
    /// PM2.5 of the treated stations without the measure; not for an evaluation's eyes.
    public static let counterfactual = "counterfactual.csv"
    /// `SimulatedTruth` as JSON.
    public static let truth = "truth.json"
  }

  /// Writes observations, the counterfactual and the truth into a folder, all of them or none;
  /// nothing that the folder held stays.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `SimulationError.unwritable`, `SimulationError.folder`.
  public func write(to folder: URL, replacing: Bool = false) throws(SimulationError) {
    try place(try files(), in: folder, replacing: replacing)
  }

  /// The same files by name.
  package func files() throws(SimulationError) -> [(name: String, bytes: Data)] {
    try SimulatedFiles.all(series: series, counterfactual: counterfactual, truth: truth)
  }
}

/// The files of simulated data, as bytes.
enum SimulatedFiles {
  /// Observations, the counterfactual and the truth by name.
  static func all(
    series: [MonitoringSeries], counterfactual: [MonitoringSeries], truth: some Encodable
  ) throws(SimulationError) -> [(name: String, bytes: Data)] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let truthText: Data
    do {
      truthText = try encoder.encode(truth)
    } catch {
      throw .unwritable(path: SimulatedData.FileName.truth, reason: .verbatim("\(error)"))
    }
    return [
      (SimulatedData.FileName.observations, Data(observationRows(series))),
      (SimulatedData.FileName.counterfactual, Data(counterfactualRows(counterfactual))),
      (SimulatedData.FileName.truth, truthText + Data("\n".utf8)),
    ]
  }

  /// `date,station,latitude,longitude,pm25,temperature,…` as bytes.
  ///
  /// Empty cells are missing values. A step at which a station has no value at all has no row, as
  /// real archives leave out the hours of a station that was off.
  static func observationRows(_ series: [MonitoringSeries]) -> [UInt8] {
    var bytes: [UInt8] = []
    guard let first = series.first else { return bytes }
    let perStation = series.prefix { $0.station == first.station }.count
    bytes.reserveCapacity(series.count / perStation * first.count * 60)
    let names = series.prefix(perStation).map(\.pollutant.identifier)
    // Days and hours are told apart by the first column's name, since a day has no clock time.
    let clock = first.axis.step.isWholeDays ? "date" : "time"
    bytes += "\(clock),station,latitude,longitude,\(names.joined(separator: ","))\n".utf8
    let labels = (0..<first.count).map { Array(first.axis.label(at: $0).utf8) }
    for start in stride(from: 0, to: series.count, by: perStation) {
      let columns = series[start..<(start + perStation)]
      let station = series[start].station
      let place = station.coordinate.map { "\($0.latitude),\($0.longitude)" } ?? ","
      let middle = Array(",\(station.identifier),\(place)".utf8)
      for step in 0..<first.count where columns.contains(where: { !$0.storage[step].isNaN }) {
        bytes += labels[step]
        bytes += middle
        for column in columns {
          bytes.append(UInt8(ascii: ","))
          Self.append(column.storage[step], to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes
  }

  /// `date,station,pm25_without_measure`, unrounded.
  static func counterfactualRows(_ counterfactual: [MonitoringSeries]) -> [UInt8] {
    // Without a treated station the one pollutant of a network is fine particulate matter.
    let name = counterfactual.first?.pollutant.identifier ?? Pollutant.pm25.identifier
    var bytes = Array("date,station,\(name)_without_measure\n".utf8)
    for series in counterfactual {
      for step in 0..<series.count {
        bytes += "\(series.axis.label(at: step)),\(series.station.identifier),".utf8
        bytes += "\(series.storage[step])\n".utf8
      }
    }
    return bytes
  }

  /// A value that has one decimal; nothing for a missing one.
  private static func append(_ value: Double, to bytes: inout [UInt8]) {
    guard !value.isNaN else { return }
    let tenths = Int((value * 10).rounded())
    if tenths < 0 { bytes.append(UInt8(ascii: "-")) }
    let size = tenths.magnitude
    bytes += String(size / 10).utf8
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(size % 10))
  }
}
