import Documents
import AirQuality
import TextFiles

/// Which of the numbers that were read count as measurements.
extension SeriesAssembler {
  /// Rows whose flag is not among the accepted ones lose their values.
  mutating func readFlags() {
    guard let quality = description.quality, let category = layout.qualityCategory else { return }
    let flags = table.categoryNames[category].map(decoded)
    let usable = flags.map { quality.accepted.contains($0) }
    let codes = table.categories[category]
    let accepted = codes.map { usable[Int($0)] }
    var dropped: [Int: (line: Int, count: Int)] = [:]
    for row in accepted.indices where !accepted[row] {
      var had = false
      for column in table.numbers.indices where isValue(column) {
        had = had || !table.numbers[column][row].isNaN
        table.numbers[column][row] = .nan
      }
      if had { dropped[Int(codes[row]), default: (table.line(of: row), 0)].count += 1 }
    }
    for (code, event) in dropped.sorted(by: { $0.key < $1.key }) {
      notices.note(
        .invalidByFlag, say("ingest.rows-flagged", flag: flags[code]), line: event.line,
        count: event.count)
    }
    self.accepted = accepted
  }

  /// Sentinels, blanks and numbers beyond belief; those of rows flagged unusable do not matter.
  mutating func judgeExceptions() throws(IngestError) {
    for exception in table.exceptions {
      if let accepted, !accepted[exception.row] { continue }
      let name = layout.numberNames[exception.column]
      let line = table.line(of: exception.row)
      switch exception.reason {
      case .blank:
        notices.note(
          .blankCell, say("ingest.blank-cells", column: name), line: line)
      case .sentinel:
        notices.note(
          .sentinelRemoved,
          say(
            "ingest.number-is-missing", number: IngestError.number(exception.value), column: name),
          line: line)
      case .minusSign:
        notices.note(
          .minusSign, say("ingest.minus-sign", column: name),
          line: line)
      case .outside:
        let believed = layout.plan.numbers[exception.column].believed
        try refuseExchangedCoordinates(exception, line)
        guard beyond(exception.column) == .missing else {
          throw .impossibleValue(
            exception.value, column: name, lowest: believed.lowerBound,
            highest: believed.upperBound, file: file, line: line)
        }
        noteImplausible(name, believed, exception.row)
      }
    }
  }

  /// A latitude beyond ±90 or a longitude beyond ±180, with the other coordinate of its row.
  private func refuseExchangedCoordinates(
    _ exception: ScannedTable.Exception, _ line: Int
  ) throws(IngestError) {
    func other(_ isWanted: (TableLayout.NumberRole) -> Bool) -> Double {
      guard let column = layout.numbers.firstIndex(where: isWanted) else { return .nan }
      return table.numbers[column][exception.row]
    }
    switch layout.numbers[exception.column] {
    case .latitude:
      let longitude = other { if case .longitude = $0 { true } else { false } }
      throw .impossibleCoordinate(
        latitude: exception.value, longitude: longitude, station: "this row", file: file,
        line: line)
    case .longitude:
      let latitude = other { if case .latitude = $0 { true } else { false } }
      throw .impossibleCoordinate(
        latitude: latitude, longitude: exception.value, station: "this row", file: file,
        line: line)
    case .value, .station, .ofRowPollutant, .period: return
    }
  }

  private func beyond(_ column: Int) -> FormatDescription.Beyond {
    switch layout.numbers[column] {
    case .value(let value), .station(_, let value): value.beyond
    case .ofRowPollutant, .latitude, .longitude, .period: .refuse
    }
  }

  mutating func countZeros() {
    for (column, role) in layout.numbers.enumerated() {
      guard case .value(let value) = role, value.reportsZeros else { continue }
      let zeros = table.numbers[column].indices.filter { table.numbers[column][$0] == 0 }
      guard let first = zeros.first else { continue }
      notices.note(
        .zeroValues, say("ingest.zeros-kept", column: value.column),
        line: table.line(of: first), count: zeros.count)
    }
  }

  private func isValue(_ column: Int) -> Bool {
    switch layout.numbers[column] {
    case .value, .station, .ofRowPollutant: true
    case .latitude, .longitude, .period: false
    }
  }

  /// Judges the numbers of one pollutant's rows, whose limits the shared column does not have.
  mutating func believe(
    _ rows: [Int], _ column: Int, _ value: FormatDescription.ValueColumn
  ) throws(IngestError) {
    let range = Plausibility.range(of: value)
    let scale = (0..<abs(value.exponent)).reduce(1.0) { power, _ in power * 10 }
    for row in rows {
      let kept = table.numbers[column][row]
      let written = value.exponent < 0 ? kept * scale : kept / scale
      guard !kept.isNaN, !range.contains(written) else { continue }
      let name = layout.numberNames[column]
      guard value.beyond == .missing else {
        throw .impossibleValue(
          written, column: name, lowest: range.lowerBound, highest: range.upperBound, file: file,
          line: table.line(of: row))
      }
      table.numbers[column][row] = .nan
      noteImplausible(name, range, row)
    }
  }

  private mutating func noteImplausible(_ name: String, _ range: ClosedRange<Double>, _ row: Int) {
    notices.note(
      .implausibleRemoved,
      IngestError.outside(range.lowerBound, range.upperBound, ["column": .text(name)], .missing),
      line: table.line(of: row))
  }

  /// Puts the numbers of columns whose unit is another than their pollutant's to that unit. What is
  /// believed and what means missing was judged in the numbers as written.
  mutating func convertUnits() {
    for (column, role) in layout.numbers.enumerated() {
      switch role {
      case .value(let value): convert(nil, column, value)
      // Where rows name their pollutant, the unit is the row's.
      case .station(_, let value) where layout.pollutantCategory == nil: convert(nil, column, value)
      case .station, .ofRowPollutant, .latitude, .longitude, .period: continue
      }
    }
  }

  /// - Parameter rows: of one pollutant; `nil` for all.
  mutating func convert(_ rows: [Int]?, _ column: Int, _ value: FormatDescription.ValueColumn) {
    if value.factor != nil || value.offset != nil {
      let (factor, offset) = (value.factor ?? 1, value.offset ?? 0)
      for row in rows ?? Array(table.numbers[column].indices) {
        table.numbers[column][row] = table.numbers[column][row] * factor + offset
      }
    }
    guard let conversion = value.conversion else { return }
    for row in rows ?? Array(table.numbers[column].indices) {
      table.numbers[column][row] = conversion.converted(table.numbers[column][row])
    }
    notices.note(
      .unitConverted,
      say(
        "ingest.unit-converted", pollutant: value.pollutant.displayName, from: "\(conversion.from)",
        to: "\(conversion.to)", formula: conversion.formula), line: layout.header.line)
  }
}
