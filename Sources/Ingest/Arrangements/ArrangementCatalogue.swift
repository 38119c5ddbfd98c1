/// The layouts that are rearranged before they are read.
enum ArrangementCatalogue {
  /// In the order in which they are tried.
  static let all: [Arrangement] = [
    OwnExport.long, OwnExport.wide, OpenAQ.archive, OpenAQ.explorer, OpenAQ.json, UnitedStates.aqs,
    UnitedStates.aqsDaily, ClimatologyNetwork.hourly, Japanese.soramameJSON,
    EuropeanAgency.parquet, Reanalysis.netCDF,
    Reanalysis.point, BackTrajectories.tdump,
    UnitedStates.aqcsv, UnitedStates.airNow,
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
