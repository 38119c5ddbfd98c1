import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Site selection as GeoLift does it", .enabled(if: SharedData.isPresent))
struct GeoLiftTests {
  struct Golden: Decodable {
    struct Row: Decodable {
      let rank: Int
      let markets: [String]
      let days: Int
      let mde: Double
      let investment: Double
      let abs_lift_in_zero: Double
    }
    let best: [Row]
  }

  static func markets() throws -> (sites: [String], values: Matrix) {
    let table = try PlainTable(
      path: SharedData.path("geolift/market_data.csv"), columns: ["location", "Y", "date"])
    let values = table.numbers("Y")
    let dates = Array(Set(table["date"])).sorted()
    let places = Dictionary(uniqueKeysWithValues: dates.enumerated().map { ($1, $0) })
    let sites = Array(Set(table["location"])).sorted()
    var matrix = Matrix(rows: dates.count, columns: sites.count)
    for row in 0..<table.rowCount {
      let site = try #require(sites.firstIndex(of: table["location"][row]))
      matrix[try #require(places[table["date"][row]]), site] = try #require(values[row])
    }
    return (sites, matrix)
  }

  @Test("The five best sets have the peer's effect, length and investment", .tags(.golden))
  func best() throws {
    let (sites, values) = try Self.markets()
    var selection = SiteSelection(sites: sites, values: values)
    selection.included = ["chicago"]
    selection.excluded = ["honolulu"]
    selection.costPerUnit = 7.5
    selection.budget = 100_000
    let found = try selection.followingGeoLift()
    let golden = try JSONDecoder().decode(
      Golden.self,
      from: Data(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appendingPathComponent("../Golden/geolift.json")))
    for choice in found.prefix(8) { print(choice) }
    for expected in golden.best {
      let choice = try #require(
        found.first { $0.sites == expected.markets && $0.steps == expected.days },
        "\(expected.markets)")
      #expect(choice.detectable == expected.mde)
      #expect(abs(choice.investment - expected.investment) < 0.0051)
      // The peer prints three decimals.
      #expect(abs(choice.liftInZero - expected.abs_lift_in_zero) < 0.0011)
      #expect(choice.rank == expected.rank)
    }
    #expect(Set(found.prefix(5).map(\.sites)) == Set(golden.best.map(\.markets)))
  }
}
