public import AirQuality

extension SpeciatedRecord {
  /// The record with the contributions of a receptor model's factors beside its compounds, one
  /// series a column, under the column's name.
  ///
  /// - Parameters:
  ///   - table: one row a sample, in time order or not; a sample belongs to the step that begins with
  ///     it. Steps without a sample are missing.
  ///   - unit: of the contributions. Default: dimensionless, as a factorisation scales them to a mean
  ///     of one.
  /// - Throws: `VOCError.field` with file and line for a sample that no step begins with, two
  ///   samples of one step, a negative number, a text in a number's place, a name that the record has
  ///   already, or two names that would be one factor.
  public func adding(
    contributions table: SpeciatedTable, unit: MeasurementUnit = .dimensionless
  ) throws(VOCError) -> SpeciatedRecord {
    func problem(_ text: String, _ remedy: String, line: Int?) -> VOCError {
      .field(
        "contributions", problem: text, remedy: remedy,
        file: line.map { "\(table.file):\($0)" } ?? table.file)
    }
    if let meeting = Pollutant.meeting(of: table.species) {
      throw problem(
        "has the columns “\(meeting.first)” and “\(meeting.second)”, which would be one factor",
        "rename one of them", line: nil)
    }
    for name in table.species where other(Pollutant(name)) != nil {
      throw problem(
        "has the column “\(name)”, which the record has too", "rename the column", line: nil)
    }
    var columns = [[Double]](
      repeating: [Double](repeating: .nan, count: axis.count), count: table.species.count)
    var taken = [Bool](repeating: false, count: axis.count)
    for (row, instant) in table.instants.enumerated() {
      let line = table.lines[row]
      guard let step = axis.position(of: instant), axis.instant(at: step) == instant else {
        throw problem(
          "has a sample at \(instant.formatted(utcOffset: axis.utcOffset)), where no step of the "
            + "record begins", "factorise the samples of this record, in its clock", line: line)
      }
      guard !taken[step] else {
        throw problem("has two samples of one step", "leave one of them out", line: line)
      }
      taken[step] = true
      for (column, cell) in table.cells[row].enumerated() {
        switch cell {
        case .value(let value) where value >= 0: columns[column][step] = value
        case .missing: break
        case .value, .belowDetection:
          throw problem(
            "has no contribution in the column “\(table.species[column])”",
            "write numbers of 0 or more", line: line)
        }
      }
    }
    var extended = SpeciatedRecord(
      station: station, axis: axis, scale: scale, compounds: compounds, headers: headers,
      limits: limits, totals: totals,
      others: others
        + zip(table.species, columns).map { name, values in
          MonitoringSeries(
            station: station, pollutant: Pollutant(name), unit: unit,
            referenceState: .notApplicable, axis: axis, storage: values)
        }, unmatched: unmatched, values: values, uncertainties: uncertainties, below: below)
    extended.leftOutIsomers = leftOutIsomers
    return extended
  }
}
