import AirQuality
import ByteKernels

/// The layouts that are rearranged before they are read.
enum ArrangementCatalogue {
  /// In the order in which they are tried.
  static let all: [Arrangement] = [
    OpenAQ.archive, OpenAQ.json, UnitedStates.aqs, UnitedStates.aqcsv, UnitedStates.airNow,
    EuropeanAgency.csv, IntegratedSurface.lite, IntegratedSurface.full, Japanese.hours,
    Japanese.soramame, Japanese.city, JapanMeteorologicalAgency.csv, SpeciesTables.purpleAir,
    SpeciesTables.pmfInput, SpeciesTables.gasChromatograph,
  ]

  /// The arrangement of a file, by the name that was asked for or by its first lines.
  static func arrangement(
    for bytes: [UInt8], from start: Int, asked: String?
  ) -> Arrangement? {
    if let asked { return all.first { $0.format.identifier == asked } }
    let opening = FileOpening(bytes, from: start)
    return all.first { $0.recognises(opening) }
  }
}

/// Containers of binary tables, by their first bytes.
enum BinaryTable {
  static func kind(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: Array("PAR1".utf8)) { return "a Parquet table" }
    if bytes.starts(with: [0x43, 0x44, 0x46, 1]) || bytes.starts(with: [0x43, 0x44, 0x46, 2]) {
      return "a netCDF file"
    }
    if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return "a netCDF or HDF5 file" }
    return nil
  }
}
