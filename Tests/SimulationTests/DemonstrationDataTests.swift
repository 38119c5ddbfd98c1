import Foundation
import Simulation
import TestSupport
import Testing

@Suite("The demonstration's data")
struct DemonstrationDataTests {
  @Test("Datasets/simulated-network is what this version simulates, byte for byte", .tags(.golden))
  func datasetIsCurrent() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("demonstration-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try SimulatedNetwork.demonstration.generate().write(to: folder)
    let stored = SharedData.checkout.appendingPathComponent("Datasets/simulated-network")
    for name in ["simulated.csv", "counterfactual.csv", "truth.json"] {
      let made = try Data(contentsOf: folder.appendingPathComponent(name))
      #expect(try Data(contentsOf: stored.appendingPathComponent(name)) == made, "\(name)")
    }
  }
}
