import NumericKernels
import TestSupport
import Testing
import TextFiles

@testable import OffRoad

@Suite("Registers in parts")
struct PartsTests {
  @Test("Rows read in parts are the rows read in one go, lines included", .tags(.property))
  func rows() throws {
    var text = "a,b,c\n"
    for row in 0..<300 { text += row % 17 == 0 ? "\n" : "x\(row), y\(row) ,\(row)\n" }
    func read(_ rows: DelimitedReader) throws -> [String] {
      var rows = rows
      var found: [String] = []
      while try rows.advance() {
        found.append("\(rows.line)|" + rows.texts.joined(separator: ";"))
      }
      return found
    }
    var whole = DelimitedReader(Array(text.utf8))
    // The header.
    _ = try whole.advance()
    let parts = whole.parts(size: 64)
    #expect(parts.count > 10)
    #expect(try parts.flatMap(read) == read(whole))
    // A quoted field may hold the end of a line, so that such a file is not cut.
    var quoted = DelimitedReader(Array((text + "\"p\nq\",r,s\n").utf8))
    _ = try quoted.advance()
    #expect(quoted.parts(size: 64).count == 1)
    #expect(try read(quoted.parts(size: 64)[0]) == read(quoted))
  }

  @Test("More machines than one part holds are counted as all of them", .tags(.property))
  func machines() throws {
    var stream = RandomStream(seed: 3, index: 0)
    let machines = (0..<(ClassCounter.size + 5_000)).map { _ in
      Machine(
        type: stream.index(below: 3), stage: stream.index(below: 5),
        power: 20 + 300 * stream.uniform(), modelYear: 2000 + stream.index(below: 20),
        hours: 100 + 900 * stream.uniform(), loadFactor: 0.5)
    }
    let fleet = try ClassFleet(machines, year: 2024)
    #expect(fleet.machines == Double(machines.count))
    let work = machines.reduce(0) { $0 + ($1.power ?? 0) * ($1.hours ?? 0) * 0.5 }
    #expect(abs(fleet.cells.reduce(0) { $0 + $1.work } / work - 1) < 1e-12)
    #expect(Set(fleet.cells.map(\.key)).count == fleet.cells.count)
    let again = try ThreadLimit.$current.withValue(1) { try ClassFleet(machines, year: 2024) }
    #expect(again.cells == fleet.cells)
  }

  @Test("Quantiles are those of the sorted numbers", .tags(.property))
  func quantiles() {
    var stream = RandomStream(seed: 8, index: 0)
    for count in [1, 2, 3, 10, 1_000] {
      for kind in 0..<4 {
        let values = (0..<count).map { place -> Double in
          switch kind {
          case 0: stream.normal()
          case 1: Double(stream.index(below: 3))
          case 2: Double(place)
          default: Double(-place)
          }
        }
        let sorted = values.sorted()
        var selection = OrderStatistics(values)
        for probability in [0.025, 0.5, 0.975, 0.1, 0, 1] {
          let place = probability * Double(count - 1)
          let below = Int(place.rounded(.down))
          let above = min(below + 1, count - 1)
          let wanted = sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
          let found = selection.quantile(probability)
          #expect(found == wanted)
        }
      }
    }
  }
}
