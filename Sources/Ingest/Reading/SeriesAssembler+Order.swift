import Documents
import AirQuality
import TextFiles

/// Rows that are not in the order of their stamps, and stamps beside the grid of steps.
extension SeriesAssembler {
  /// Sorts rows whose series all run from the newest to the oldest stamp, and rows of which the
  /// description says that they are in no order.
  mutating func settleOrder() {
    let stamps = table.stamps
    guard !stamps.isEmpty, zip(stamps, stamps.dropFirst()).contains(where: { $0 > $1 }) else {
      return
    }
    let isReversed = isNewestFirst()
    guard isReversed || description.time.order == .any else { return }
    // Of a file that runs backwards, rows of one stamp keep the order in which time ran.
    let order = stamps.indices.sorted {
      stamps[$0] == stamps[$1] ? (isReversed ? $0 > $1 : $0 < $1) : stamps[$0] < stamps[$1]
    }
    let first = table.line(of: 0)
    table = table.rows(order)
    notices.note(
      .rowsSorted,
      isReversed ? "ingest.rows-reversed" : "ingest.rows-sorted", line: first,
      count: table.rowCount)
  }

  /// Whether every series of two stamps or more runs backwards.
  private func isNewestFirst() -> Bool {
    var last: [[Int32]: Int] = [:]
    var hasPair = false
    let categories = [
      layout.stationCategory, layout.pollutantCategory, layout.instrumentCategory,
    ].compactMap { $0 }
    for row in table.stamps.indices {
      let key = categories.map { table.categories[$0][row] }
      if let earlier = last.updateValue(table.stamps[row], forKey: key) {
        // The hour that civil time shows twice stands twice.
        guard table.stamps[row] <= earlier else { return false }
        hasPair = hasPair || table.stamps[row] < earlier
      }
    }
    return hasPair
  }

  /// Moves every stamp to the nearest step of a grid through the middle of the stamps.
  mutating func snapStamps() throws(IngestError) {
    guard description.time.jitter == .snap, let step = description.time.step.seconds, step > 1,
      !table.stamps.isEmpty
    else { return }
    let phase = Self.phase(of: table.stamps, step)
    var moved = 0
    var furthest = 0
    for row in table.stamps.indices {
      let stamp = table.stamps[row]
      let beside = Self.remainder(stamp - phase, step)
      let distance = beside > step / 2 ? beside - step : beside
      guard abs(distance) * 4 <= step else {
        throw .beyondSnapping(
          StampTrack.text(stamp, .seconds(60)), step: description.time.step,
          phase: StampTrack.text(stamp - distance, .seconds(60)), file: file,
          line: table.line(of: row))
      }
      guard distance != 0 else { continue }
      table.stamps[row] = stamp - distance
      moved += 1
      furthest = max(furthest, abs(distance))
    }
    guard moved > 0 else { return }
    notices.note(
      .stampsSnapped,
      say("ingest.stamps-snapped", step: description.time.step.inWords, seconds: "\(furthest)"),
      line: nil, count: moved)
  }

  /// Where the grid stands within a step: at its beginning where the stamps lie about it, else
  /// at the middle of the stamps, on a circle of one step.
  private static func phase(of stamps: [Int], _ step: Int) -> Int {
    let places = stamps.map { remainder($0, step) }.sorted()
    // The widest gap on the circle is where it may be cut open.
    var cut = 0
    var widest = places[0] + step - places[places.count - 1]
    for index in places.indices.dropFirst() where places[index] - places[index - 1] > widest {
      widest = places[index] - places[index - 1]
      cut = index
    }
    let opened = places[cut...] + places[..<cut].map { $0 + step }
    let middle = remainder(Array(opened)[opened.count / 2], step)
    return min(middle, step - middle) * 4 <= step ? 0 : middle
  }

  private static func remainder(_ value: Int, _ step: Int) -> Int {
    let rest = value % step
    return rest < 0 ? rest + step : rest
  }

  /// Makes one row of each step's rows: their mean, of wind directions the direction of the mean
  /// vector. A step with fewer than three quarters of the usual rows has no value.
  mutating func averageRows(stamp: StampConvention) {
    guard description.time.jitter == .average, let step = description.time.step.seconds else {
      return
    }
    let categories = [layout.stationCategory, layout.instrumentCategory].compactMap { $0 }
    var places: [[Int]: Int] = [:]
    var bins: [[Int]] = []
    for row in table.stamps.indices {
      let place = table.stamps[row]
      let rest = Self.remainder(place, step)
      let label = stamp == .ending ? place + (rest == 0 ? 0 : step - rest) : place - rest
      let key = [label] + categories.map { Int(table.categories[$0][row]) }
      if let bin = places[key] {
        bins[bin].append(row)
      } else {
        places[key] = bins.count
        bins.append([row])
      }
      table.stamps[row] = label
    }
    let usual = bins.map(\.count).sorted()[bins.count / 2]
    var averaged = table.rows(bins.map { $0[0] })
    for (column, role) in layout.numbers.enumerated() {
      let isDirection: Bool
      switch role {
      case .value(let value), .station(_, let value):
        isDirection = value.pollutant == .windDirection
      case .ofRowPollutant: isDirection = false
      case .latitude, .longitude, .period: continue
      }
      for (bin, rows) in bins.enumerated() {
        let values = rows.map { table.numbers[column][$0] }.filter { !$0.isNaN }
        averaged.numbers[column][bin] =
          values.isEmpty || values.count * 4 < usual * 3
          ? .nan
          : isDirection
            ? WindVectors.meanDirection(of: values) : values.reduce(0, +) / Double(values.count)
      }
    }
    let rows = table.rowCount
    table = averaged
    let few = bins.count { $0.count * 4 < usual * 3 }
    notices.note(
      .rowsAveraged,
      few > 0
        ? say(
          "ingest.rows-averaged-few", rows: rows, steps: bins.count,
          step: description.time.step.inWords, usual: usual, few: few)
        : say(
          "ingest.rows-averaged", rows: rows, steps: bins.count,
          step: description.time.step.inWords, usual: usual),
      line: nil, count: bins.count)
  }
}

extension ScannedTable {
  /// The same rows in another order, or some of them.
  func rows(_ order: [Int]) -> ScannedTable {
    var table = self
    table.rowCount = order.count
    table.rowLines = order.map { line(of: $0) }
    table.stamps = order.map { stamps[$0] }
    table.numbers = numbers.map { column in order.map { column[$0] } }
    table.categories = categories.map { column in order.map { column[$0] } }
    var places: [Int: Int] = [:]
    for (place, row) in order.enumerated() { places[row] = place }
    table.exceptions = exceptions.compactMap { exception in
      places[exception.row].map { exception.at(row: $0) }
    }
    return table
  }
}
