import Foundation
import TestSupport
import Testing

@testable import Studies

@Suite("Costs of sites")
struct SiteCostTests {
  private func costs(_ rows: String) throws -> [String: Double] {
    let path = NSTemporaryDirectory() + "costs-\(UUID().uuidString).csv"
    try Data("station,cost\n\(rows)\n".utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try DesignStudy.costs(file: path)
  }

  @Test("A table is read whole", .tags(.analytical))
  func whole() throws {
    #expect(try costs("S1,100\n\n S2 , 0") == ["S1": 100, "S2": 0])
  }

  @Test(
    "A row without a cost, or with one that cannot be, is refused and not left out",
    .tags(.analytical), arguments: ["S1,100\nS2", "S1,", "S1,inf", "S1,-5", "S1,1\nS1,2"])
  func refused(_ rows: String) {
    #expect(throws: PlanningError.self) { try costs(rows) }
  }
}
