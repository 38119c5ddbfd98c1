import Documents
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
    func problem(_ text: Message, _ remedy: Message, line: Int?) -> VOCError {
      .field(
        "contributions", problem: text, remedy: remedy,
        file: line.map { "\(table.file):\($0)" } ?? table.file)
    }
    if let meeting = Pollutant.meeting(of: table.species) {
      throw problem(
        Message(
          "error.voc.has-columns-which-would",
          ["first": .fact(meeting.first), "second": .fact(meeting.second)]),
        "error.voc.rename-one-them", line: nil)
    }
    for name in table.species where other(Pollutant(name)) != nil {
      throw problem(
        Message("error.voc.has-column-which-record", ["name": .fact(name)]),
        "error.voc.rename-column", line: nil)
    }
    var columns = [[Double]](
      repeating: [Double](repeating: .nan, count: axis.count), count: table.species.count)
    var taken = [Bool](repeating: false, count: axis.count)
    for (row, instant) in table.instants.enumerated() {
      let line = table.lines[row]
      guard let step = axis.position(of: instant), axis.instant(at: step) == instant else {
        throw problem(
          Message(
            "error.voc.has-sample-where-no",
            ["utcOffset": .fact(instant.formatted(utcOffset: axis.utcOffset))]),
          "error.voc.factorise-samples-record-clock", line: line)
      }
      guard !taken[step] else {
        throw problem("error.voc.has-two-samples-one", "error.voc.leave-one-them-out", line: line)
      }
      taken[step] = true
      for (column, cell) in table.cells[row].enumerated() {
        switch cell {
        case .value(let value) where value >= 0: columns[column][step] = value
        case .missing: break
        case .value, .belowDetection:
          throw problem(
            Message(
              "error.voc.has-no-contribution-column", ["column": .fact(table.species[column])]),
            "error.voc.write-numbers-0-more", line: line)
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
    extended.readingRemarks = readingRemarks
    return extended
  }
}
