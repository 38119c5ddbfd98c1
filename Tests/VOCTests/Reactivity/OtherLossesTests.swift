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

  // Master Chemical Mechanism 3.2 (MCM_reactions_rates.R in rich-iannone/AtmosChem): propene with O3
  // 5.5e-15 exp(−1880/T), with NO3 4.6e-13 exp(−1155/T) cm³/s; 0.5 %, three figures in the table.
  @Test("Propene's loss to ozone and nitrate by hand", .tags(.analytical))
  func byHand() throws {
    var clock = Self.clock()
    let alone = try Self.initial(clock, "propylene")
    let exposure = try clock.read(Self.record(), rule: nil).medianExposure
    clock.hydroxyl = 3e6
    clock.ozone = 1e12
    let seconds = exposure / 3e6
    let withOzone = try Self.initial(clock, "propylene")
    let ozone = 5.5e-15 * exp(-1_880 / 298) * 1e12 * seconds
    #expect(abs(Logarithm.natural(withOzone / alone) / ozone - 1) < 5e-3)
    clock.nitrate = 2e8
    let withBoth = try Self.initial(clock, "propylene")
    let nitrate = 4.6e-13 * exp(-1_155 / 298) * 2e8 * seconds
    #expect(abs(Logarithm.natural(withBoth / alone) / (ozone + nitrate) - 1) < 5e-3)
    // Ethane has no double bond; pentene has one, and no constant: it is named.
    #expect(try Self.initial(clock, "ethane") == Self.initial(Self.clock(), "ethane"))
    let reading = try clock.read(Self.record(), rule: nil)
    #expect(reading.withoutLossConstants == ["trans-2-pentene"])
  }

  // A and E/R of MCM_reactions_rates.R in rich-iannone/AtmosChem (MCM 3.2), ozone then nitrate.
  @Test(
    "Rate constants of alkenes are those of the Master Chemical Mechanism", .tags(.golden),
    arguments: [
      ("ethylene", 9.1e-15, 2_580.0, 3.3e-12, 2_880.0),
      ("propylene", 5.5e-15, 1_880, 4.6e-13, 1_155), ("1-butene", 3.55e-15, 1_745, 3.2e-13, 950),
      ("isobutene", 2.7e-15, 1_630, 3.4e-13, 0), ("cis-2-butene", 3.22e-15, 968, 3.5e-13, 0),
      ("trans-2-butene", 6.64e-15, 1_059, 3.9e-13, 0), ("1-pentene", 1e-17, 0, 1.2e-14, 0),
      ("1-hexene", 1.1e-17, 0, 1.2e-14, 0), ("1,3-butadiene", 1.34e-14, 2_283, 1.03e-13, 0),
    ])
  func mechanism(
    _ name: String, _ ozone: Double, _ ozoneActivation: Double, _ nitrate: Double,
    _ nitrateActivation: Double
  ) throws {
    let rates = try #require(OtherLosses.rates[name])
    // Three figures in the table.
    #expect(abs(rates.ozone / (ozone * exp(-ozoneActivation / 298)) - 1) < 5e-3)
    #expect(abs(rates.nitrate / (nitrate * exp(-nitrateActivation / 298)) - 1) < 5e-3)
  }

  // Styrene: O3 1.70e-17 · (0.64 + 0.36) and NO3 1.50e-12 of CRI 2. Cyclic alkenes with NO3: abstract of
  // doi:10.1039/FT9938902977.
  @Test("Constants of styrene and of cyclic alkenes are the published ones", .tags(.golden))
  func others() throws {
    let styrene = try #require(OtherLosses.rates["styrene"])
    #expect(styrene.ozone == 1.7e-17 && styrene.nitrate == 1.5e-12)
    #expect(OtherLosses.rates["cyclopentene"]?.nitrate == 5.9e-13)
    #expect(OtherLosses.rates["cyclohexene"]?.nitrate == 6.3e-13)
  }

  // E/R of the same file; formaldehyde 5.4e-12 exp(135/T), α-pinene 1.2e-11 exp(440/T).
  @Test("Activation temperatures are those of the Master Chemical Mechanism", .tags(.golden))
  func activation() throws {
    let table = try ActivationTemperatures([:])
    for (name, value) in [
      ("ethane", 1_000.0), ("propane", 585), ("n-butane", 425), ("benzene", 190), ("toluene", -340),
      ("isoprene", -390), ("alpha-pinene", -440), ("formaldehyde", -135), ("acetaldehyde", -345),
      ("methanol", 345),
      // 4.85e-12 exp(504/T): kOHC3H6.m in erd02011/NOxmodel_ACP2019, after Atkinson.
      ("propylene", -504),
    ] { #expect(table[name] == value, "\(name)") }
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
