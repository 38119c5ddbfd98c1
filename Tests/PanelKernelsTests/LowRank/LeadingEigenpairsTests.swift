import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Leading eigenpairs of a matrix that changes little")
struct LeadingEigenpairsTests {
  /// BB′ with a spectrum that falls by `decay` from one eigenvalue to the next, B turned a little
  /// with `time`.
  private func matrix(_ size: Int, decay: Double, time: Double) -> Matrix {
    var stream = RandomStream(seed: 3, index: 0)
    var base = Matrix(rows: size, columns: size)
    var scale = 10.0
    for column in 0..<size {
      for row in 0..<size { base[row, column] = scale * (stream.normal() + time * stream.normal()) }
      scale *= decay
    }
    return LinearAlgebra.gram(base, transposed: true)
  }

  @Test("The largest of all pairs are those of the whole decomposition", .tags(.analytical))
  func largest() throws {
    let matrix = matrix(30, decay: 0.8, time: 0)
    let all = try LinearAlgebra.symmetricEigen(matrix)
    for count in [1, 4, 9, 20, 30] {
      let found = try LinearAlgebra.symmetricEigen(matrix, largest: count)
      #expect(found.values.count == count)
      for (place, value) in found.values.enumerated() {
        let other = 30 - count + place
        #expect(abs(value - all.values[other]) < 1e-10 * all.values[29])
        let cosine = LinearAlgebra.dot(found.vectors.column(place), all.vectors.column(other))
        #expect(abs(abs(cosine) - 1) < 1e-8)
      }
    }
    #expect(throws: KernelError.self) { try LinearAlgebra.symmetricEigen(matrix, largest: 31) }
  }

  @Test("Turned vectors come to the pairs of the new matrix", .tags(.analytical))
  func turned() throws {
    var leading = LeadingEigenpairs()
    let threshold = 50.0
    let first = try leading.pairs(
      of: matrix(60, decay: 0.7, time: 0), above: threshold, exactly: false)
    #expect(first.areExact)
    let changed = matrix(60, decay: 0.7, time: 0.05)
    let exact = try LinearAlgebra.symmetricEigen(changed)
    let known = exact.values.filter { $0 > threshold }
    var found = first
    for _ in 0..<6 {
      found = try leading.pairs(of: changed, above: threshold, exactly: false)
      #expect(!found.areExact)
    }
    #expect(found.values.count == known.count)
    for (one, other) in zip(found.values, known) { #expect(abs(one - other) < 1e-9 * other) }
    let again = try leading.pairs(of: changed, above: threshold, exactly: true)
    #expect(again.areExact)
    for (one, other) in zip(again.values, known) {
      #expect(abs(one - other) < 1e-12 * exact.values[59])
    }
  }

  @Test("A threshold below all kept vectors asks for a new decomposition", .tags(.property))
  func threshold() throws {
    let matrix = matrix(60, decay: 0.7, time: 0)
    var leading = LeadingEigenpairs()
    _ = try leading.pairs(of: matrix, above: 100, exactly: false)
    let all = try LinearAlgebra.symmetricEigen(matrix).values
    let low = all[10]
    let found = try leading.pairs(of: matrix, above: low, exactly: false)
    #expect(found.areExact)
    #expect(found.values.count == all.filter { $0 > low }.count)
  }
}
