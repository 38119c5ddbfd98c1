public import AirQuality

extension Registry {
  /// The same records under the names that organisations had on a day: 環境保護部 until March 2018,
  /// 生態環境部 since.
  ///
  /// Where no dated name is kept for the day, the organisation keeps the name of its record.
  public func named(asOf day: CivilDate) -> Registry {
    let names = Dictionary(grouping: all(.organisationNames)) { $0["org"] }
    guard !names.isEmpty else { return self }
    var registry = self
    for record in all(.organisations) {
      guard let name = names[record.id]?.first(where: { Self.holds($0, on: day) }) else { continue }
      let schema = RecordSchema.of(.organisations)
      var cells = record.cells
      for column in ["name_ja", "name_zh", "name_en"] where !name[column].isEmpty {
        if let position = schema.position(column) { cells[position] = name[column] }
      }
      registry.replace(RegistryRecord(kind: .organisations, cells: cells))
    }
    return registry
  }

  /// The names of a fiscal year: those of its first day.
  public func named(in year: FiscalYear) -> Registry { named(asOf: year.firstDay) }

  private static func holds(_ name: RegistryRecord, on day: CivilDate) -> Bool {
    (PartialDate(name["from"]).map { $0.first <= day } ?? true)
      && (PartialDate(name["until"]).map { day <= $0.last } ?? true)
  }
}
