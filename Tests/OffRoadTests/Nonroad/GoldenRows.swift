import Foundation
import Testing

@testable import OffRoad

/// The rows of a file of `Golden/`: NONROAD's figures, none of ours.
struct GoldenRows {
  let rows: [Row]

  struct Row {
    let cells: [String: String]

    func text(_ name: String) throws -> String { try #require(cells[name]) }
    func number(_ name: String) throws -> Double { try #require(Double(try text(name))) }
    func integer(_ name: String) throws -> Int { try #require(Int(try text(name))) }
  }

  init(_ name: String) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    let header = try #require(lines.first).split(separator: ",").map(String.init)
    rows = lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(cells: Dictionary(uniqueKeysWithValues: zip(header, cells)))
    }
  }
}

/// One machine of NONROAD counted by the program.
struct SingleMachine {
  var type: String
  var technology: NonroadTechnology
  var power: Double
  var year: Int
  var modelYear: Int
  var hours: Double
  var load: Double
  var sulphur: Double
  var includesCrankcase = false
  var age = AgeConvention.endOfYear

  /// g/kWh by pollutant, and fuel.
  func rates() throws -> (grams: [ExhaustPollutant: Double], fuel: Double) {
    let machine = Machine(
      type: try #require(MachineType.position(named: type)),
      stage: technology.stage(power: power), power: power, modelYear: modelYear, hours: hours,
      loadFactor: load)
    var inventory = MachineInventory(sulphurPartsPerMillion: sulphur)
    inventory.method = .nonroad
    inventory.includesCrankcase = includesCrankcase
    let tally = try inventory.tally(ClassFleet([machine], year: year, age: age))
    let work = power * hours * load
    var grams: [ExhaustPollutant: Double] = [:]
    for pollutant in ExhaustPollutant.allCases {
      grams[pollutant] = tally.tonnes(pollutant) * 1e6 / work
    }
    return (grams, tally.fuel * 1e6 / work)
  }
}
