package import NumericKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a series says about one slow direction, beside what it says about all other slow ones.
///
/// A step in time is a slow regressor, and the chance part of its coefficient comes from the
/// response's slowest movements alone. Cosines of the lowest frequencies, freed from the nuisance
/// terms and from the step, see those movements too, but not the step. If the spectrum is flat over
/// the band, the coordinates of step and cosines are independent with one covariance, and under no
/// step any rotation of them is as likely as they are: random rotations give the null distribution
/// of any statistic of the step's coordinates, whatever the covariance between the responses.
///
/// Coordinates are weighted means over the whole series and so nearly normal whatever the values
/// are. Dependence that is still strong at periods of twice the length over the number of cosines
/// makes the test reject too often.
///
/// - Source: rotation tests, Langsrud (2005), doi:10.1007/s11222-005-4789-5; cosines of low
///   frequency and their number, 0.4 n^⅔, Lazarus et al. (2018),
///   doi:10.1080/07350015.2018.1506926. The combination is ours.
package struct LowFrequencyRotation: Sendable {
  /// Unit vectors over the rows, orthogonal to each other and to the nuisance terms: the direction
  /// first, then the cosines.
  package let basis: [[Double]]

  /// How many cosines 0.4 n^⅔ is.
  package static func automaticCount(_ rows: Int) -> Int {
    max(4, Int((0.4 * Logarithm.power(Double(rows), 2.0 / 3)).rounded()))
  }

  /// - Parameters:
  ///   - nuisance: `rows × terms`, what the direction and the cosines are freed from.
  ///   - direction: length `rows`, for example a step.
  ///   - positions: of the rows in time, ascending.
  ///   - cosines: how many frequencies, from half a cycle over the series upwards. A cosine of which
  ///     less than a quarter is left (a season's harmonic) is left out.
  /// - Throws: `KernelError.shape` when lengths differ, or nothing of the direction or fewer than two
  ///   cosines are left.
  package init(
    nuisance: Matrix, direction: [Double], positions: [Int], cosines: Int
  ) throws(KernelError) {
    guard nuisance.rows == direction.count, positions.count == direction.count,
      let first = positions.first, let last = positions.last
    else {
      throw .shape(
        "\(nuisance.rows) rows of nuisance terms, \(direction.count) of the direction, "
          + "\(positions.count) positions")
    }
    var taken: [[Double]] = []
    for column in 0..<nuisance.columns {
      if let unit = Self.remainder(nuisance.column(column), taken, least: 1e-20) {
        taken.append(unit)
      }
    }
    guard let step = Self.remainder(direction, taken, least: 1e-12) else {
      throw .shape("nothing of the direction is left beside the nuisance terms")
    }
    taken.append(step)
    var basis = [step]
    let span = Double(last - first + 1)
    for frequency in 0..<max(cosines, 0) {
      let wave = positions.map {
        cos(
          .pi * Double(frequency + 1) * (Double($0 - first) + 0.5) / span)
      }
      guard let unit = Self.remainder(wave, taken, least: 0.25) else { continue }
      taken.append(unit)
      basis.append(unit)
    }
    guard basis.count >= 3 else { throw .shape("\(basis.count - 1) slow cosines are left") }
    self.basis = basis
  }

  /// The squared length of the direction's coordinates, and the same of random rotations.
  ///
  /// - Parameters:
  ///   - responses: `rows × responses`.
  ///   - draws: how many rotations, one stream each.
  /// - Returns: both in the square of the responses' unit times rows.
  package func squaredLengths(
    of responses: Matrix, draws: Int, seed: UInt64
  ) throws(KernelError) -> (observed: Double, rotated: [Double]) {
    var projections = Matrix(rows: basis.count, columns: responses.columns)
    for (row, unit) in basis.enumerated() {
      let projected = try LinearAlgebra.multiply(responses, unit, transpose: true)
      for column in projected.indices { projections[row, column] = projected[column] }
    }
    let coordinates = projections
    var unit = [Double](repeating: 0, count: basis.count)
    unit[0] = 1
    let count = basis.count
    let rotated = try parallelMap(
      count: draws,
      throwing: { (draw) throws(KernelError) -> Double in
        var stream = RandomStream(seed: seed, index: UInt64(draw))
        // The first row of a random rotation is a random direction.
        let normals = (0..<count).map { _ in stream.normal() }
        let length = LinearAlgebra.dot(normals, normals).squareRoot()
        return try Self.squaredLength(of: coordinates, along: normals.map { $0 / length })
      })
    return (try Self.squaredLength(of: coordinates, along: unit), rotated)
  }

  private static func squaredLength(
    of coordinates: Matrix, along weights: [Double]
  ) throws(KernelError) -> Double {
    let mixed = try LinearAlgebra.multiply(coordinates, weights, transpose: true)
    return LinearAlgebra.dot(mixed, mixed)
  }

  /// What is left of a vector beside orthonormal ones, as a unit vector; `nil` when that is less than
  /// a share of its square.
  private static func remainder(
    _ vector: [Double], _ taken: [[Double]], least: Double
  ) -> [Double]? {
    let whole = LinearAlgebra.dot(vector, vector)
    guard whole > 0 else { return nil }
    var rest = vector
    // Twice is enough for orthogonality to the last digits.
    for _ in 0..<2 {
      for unit in taken {
        let share = LinearAlgebra.dot(rest, unit)
        for row in rest.indices { rest[row] -= share * unit[row] }
      }
    }
    let left = LinearAlgebra.dot(rest, rest)
    guard left > least * whole else { return nil }
    let length = left.squareRoot()
    return rest.map { $0 / length }
  }
}
