import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import VOC

@Suite("Ozone formation and its like as series")
struct DerivedSeriesTests {
  @Test("Ozone formation by hand, and no sum where a compound is missing", .tags(.analytical))
  func ozone() throws {
    // MIR of ethylene 9.00, toluene 4.00, ethane 0.28.
    let record = try SpeciatedRecord(
      madeSeries(
        [("ethylene", [1, 2, nil]), ("toluene", [10, 10, 10]), ("ethane", [5, 0, 5])],
        unit: .microgramsPerCubicMetre))
    var settings = DerivedSeries()
    settings.parts = [.total, .families, .compounds]
    let found = try settings.series(of: record)
    let series = Dictionary(
      uniqueKeysWithValues: found.map { ($0.series.pollutant.identifier, $0.series.storage) })
    let total = try #require(series["ofp_total"])
    #expect(abs(total[0] - (9 + 40 + 1.4)) < 1e-9 && abs(total[1] - 58) < 1e-9)
    #expect(total[2].isNaN)
    #expect(try #require(series["ofp_aromatic"])[2] == 40)
    #expect(abs(try #require(series["ofp_ethane"])[0] - 1.4) < 1e-12)
  }

  @Test(
    "Propylene equivalents: propylene is its carbon, isoprene 3.8 times as much", .tags(.analytical)
  )
  func equivalents() throws {
    let record = try SpeciatedRecord(madeSeries([("propylene", [2]), ("isoprene", [1])]))
    var settings = DerivedSeries()
    settings.quantities = [.propyleneEquivalent]
    settings.parts = [.compounds, .total]
    let found = try settings.series(of: record)
    func value(_ name: String) throws -> Double {
      try #require(found.first { $0.series.pollutant.identifier == name }).series.storage[0]
    }
    // 2 ppb × 3 C; 1 ppb × 5 C × 1.00e-10 / 2.63e-11 (Atkinson and Arey 2003).
    #expect(abs(try value("propylene_equivalent_propylene") - 6) < 1e-9)
    #expect(abs(try value("propylene_equivalent_isoprene") - 5 * 100 / 26.3) < 1e-6)
    #expect(abs(try value("propylene_equivalent_total") - (6 + 500 / 26.3)) < 1e-6)
  }

  @Test("Initial concentrations: what the clock took away is put back", .tags(.analytical))
  func initial() throws {
    // An exposure of 5e10 molecules s/cm³ takes exp(−k · exposure) of each.
    let exposure = 5e10
    func left(_ rate: Double) -> Double { (-rate * exposure).exponential }
    let count = 24
    let record = try SpeciatedRecord(
      madeSeries(
        [
          ("m,p-xylene", Array(repeating: 3 * left(1.87e-11), count: count)),
          ("ethylbenzene", Array(repeating: left(7.00e-12), count: count)),
          ("toluene", Array(repeating: 2 * left(5.63e-12), count: count)),
        ], step: 3_600))
    var settings = DerivedSeries()
    settings.quantities = [.initial]
    var clock = PhotochemicalAge()
    clock.emissionRatio = 3
    settings.clock = clock
    let toluene = try #require(
      try settings.series(of: record).first { $0.series.pollutant.identifier == "initial_toluene" })
    // Hours 6 to 18 have a clock, nights have none.
    #expect(toluene.series.storage[3].isNaN)
    #expect(abs(toluene.series.storage[12] - 2) < 1e-9)
    settings.clock = nil
    #expect(throws: VOCError.self) { try settings.series(of: record) }
  }

  @Test(
    "At 273 K the 2-methylheptane of Xin et al. (2024) reacts a fifteenth slower", .tags(.golden))
  func temperature() throws {
    // 1.37e-11 exp(−209/T): 6.37e-12 at 273 K against 6.79e-12 at 298 K.
    let ratio = (-209.0 / 273.15).exponential / (-209.0 / 298).exponential
    let record = try SpeciatedRecord(
      madeSeries([("2-methylheptane", [10])], unit: .microgramsPerCubicMetre)
        + madeSeries([("temperature", [0])], unit: MeasurementUnit("°C") ?? .dimensionless))
    var settings = DerivedSeries()
    settings.quantities = [.hydroxylReactivity]
    let cold = try settings.series(of: record)[0].series.storage[0]
    settings.followsTemperature = true
    #expect(abs(try settings.series(of: record)[0].series.storage[0] / cold - ratio) < 1e-9)
  }

  @Test("Own constants go before the catalogue’s, with their source", .tags(.analytical))
  func ownConstants() throws {
    let own = try OwnConstants(
      table: "species,constant,value,source\n甲苯,mir,5.5,our table 3\n", file: "own.csv")
    let record = try SpeciatedRecord(
      madeSeries([("toluene", [10]), ("ethane", [5])], unit: .microgramsPerCubicMetre))
    var settings = DerivedSeries()
    settings.assessment.ownConstants = own
    // 10 × 5.5 + 5 × 0.28.
    #expect(abs(try settings.series(of: record)[0].series.storage[0] - 56.4) < 1e-9)
    let rows = ProvenanceRow.rows(of: record.compounds, own)
    #expect(
      rows.contains {
        $0.compound == "toluene" && $0.scale == .ozone && $0.constant.basis == .stated
          && $0.constant.source == "our table 3"
      })
    for bad in [
      "species,value\n", "species,constant,value,source\ntoluene,mir,x,s\n",
      "species,constant,value,source\ntoluene,mri,4,s\n",
      "species,constant,value,source\ntoluene,mir,4,\n",
      "species,constant,value,source\ntoluene,mir,4,s\n甲苯,mir,4,s\n",
    ] {
      #expect(throws: VOCError.self, "\(bad)") { try OwnConstants(table: bad, file: "own.csv") }
    }
  }
}

extension Double {
  fileprivate var exponential: Double { Logarithm.power(2.718281828459045, self) }
}
