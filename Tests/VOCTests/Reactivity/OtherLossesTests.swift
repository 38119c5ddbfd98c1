import AirQuality
import Documents
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import VOC

@Suite("Losses by ozone and nitrate")
struct OtherLossesTests {
  /// Twenty noons with a ratio of xylene to ethylbenzene a third of what is emitted.
  private static func record() throws -> SpeciatedRecord {
    func column(_ value: Double) -> [Double?] { (0..<20).map { _ in value } }
    return try SpeciatedRecord(
      madeSeries(
        [
          ("m,p-xylene", column(1)), ("ethylbenzene", column(1)), ("propylene", column(2)),
          ("ethane", column(5)), ("trans-2-pentene", column(1)),
        ], step: 86_400))
  }

  private static func clock() -> PhotochemicalAge {
    var clock = PhotochemicalAge()
    clock.emissionRatio = 3
    clock.firstHour = 0
    clock.lastHour = 23
    return clock
  }

  private static func initial(_ clock: PhotochemicalAge, _ name: String) throws -> Double {
    let reading = try clock.read(record(), rule: nil)
    return try #require(reading.compounds.first { $0.compound == name }?.initial)
  }

  // Atkinson and Arey (2003), doi:10.1021/cr0206420 (recalled): propene with O3 1.01e-17, with NO3
  // 9.49e-15 cm³/s.
  @Test("Propene's loss to ozone and nitrate by hand", .tags(.analytical))
  func byHand() throws {
    var clock = Self.clock()
    let alone = try Self.initial(clock, "propylene")
    let exposure = try clock.read(Self.record(), rule: nil).medianExposure
    clock.hydroxyl = 3e6
    clock.ozone = 1e12
    let seconds = exposure / 3e6
    let withOzone = try Self.initial(clock, "propylene")
    #expect(abs(Logarithm.natural(withOzone / alone) - 1.01e-17 * 1e12 * seconds) < 1e-9)
    clock.nitrate = 2e8
    let withBoth = try Self.initial(clock, "propylene")
    #expect(
      abs(
        Logarithm.natural(withBoth / alone) - (1.01e-17 * 1e12 + 9.49e-15 * 2e8) * seconds) < 1e-9)
    // Ethane has no double bond; pentene has one, and no constant: it is named.
    #expect(try Self.initial(clock, "ethane") == Self.initial(Self.clock(), "ethane"))
    let reading = try clock.read(Self.record(), rule: nil)
    #expect(reading.withoutLossConstants == ["trans-2-pentene"])
  }

  @Test("Without OH nobody knows the time, and ozone is refused")
  func refused() throws {
    var clock = Self.clock()
    clock.ozone = 1e12
    #expect(throws: VOCError.badSetting("ozone", problem: "error.voc.losses-need-hydroxyl")) {
      try clock.read(Self.record(), rule: nil)
    }
  }

  @Test("Series of initial concentrations have the same losses", .tags(.property))
  func series() throws {
    var clock = Self.clock()
    clock.hydroxyl = 3e6
    clock.ozone = 1e12
    var settings = DerivedSeries()
    settings.quantities = [.initial]
    settings.parts = [.compounds]
    settings.clock = clock
    let found = try settings.series(of: Self.record())
    let propene = try #require(
      found.first { $0.series.pollutant.identifier.contains("propylene") }?.series)
    #expect(abs((propene[0] ?? 0) - (try Self.initial(clock, "propylene"))) < 1e-9)
  }
}
