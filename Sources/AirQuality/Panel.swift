package import NumericKernels

/// Several stations' series of one pollutant on one common axis: a dense block.
///
/// Kept station after station, so that one station's series is contiguous.
public struct Panel: Hashable, Sendable {
  /// The stations, in the order of the block.
  public let stations: [Station]
  /// What was measured.
  public let pollutant: Pollutant
  /// Unit of every value.
  public let unit: MeasurementUnit
  /// The common axis.
  public let axis: TimeAxis
  /// `times × stations`, column-major, NaN where missing.
  package let matrix: Matrix

  /// A panel from a matrix of `axis.count` rows and one column a station.
  package init(
    stations: [Station], pollutant: Pollutant, unit: MeasurementUnit, axis: TimeAxis,
    matrix: Matrix
  ) {
    precondition(matrix.rows == axis.count && matrix.columns == stations.count)
    self.stations = stations
    self.pollutant = pollutant
    self.unit = unit
    self.axis = axis
    self.matrix = matrix
  }

  /// A panel filled from a function of time and station, `nil` where nothing was measured.
  ///
  /// - Parameter value: called station after station, times ascending, once for each cell.
  public init(
    stations: [Station], pollutant: Pollutant, unit: MeasurementUnit, axis: TimeAxis,
    value: (_ time: Int, _ station: Int) -> Double?
  ) {
    var matrix = Matrix(rows: axis.count, columns: stations.count)
    for station in stations.indices {
      for time in 0..<axis.count { matrix[time, station] = value(time, station) ?? .nan }
    }
    self.init(
      stations: stations, pollutant: pollutant, unit: unit, axis: axis, matrix: matrix)
  }

  /// The value at one time and station, `nil` where missing.
  public subscript(time: Int, station: Int) -> Double? {
    let value = matrix[time, station]
    return value.isNaN ? nil : value
  }

  /// Panels compare by content, with missing equal to missing.
  public static func == (left: Self, right: Self) -> Bool {
    left.stations == right.stations && left.pollutant == right.pollutant
      && left.unit == right.unit && left.axis == right.axis
      && zip(left.matrix.storage, right.matrix.storage).allSatisfy {
        $0 == $1 || ($0.isNaN && $1.isNaN)
      }
  }

  /// Equal panels hash alike.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(stations)
    hasher.combine(pollutant)
    hasher.combine(axis)
  }
}
