import AirQuality
import Cooperation
import TestSupport
import Testing

@Suite("Analytics of the cooperation")
struct AnalyticsTests {
  private func group(
    _ japanese: String, _ chinese: String, _ fields: String = "VOC", _ year: String = "FY2014",
    status: String = "done"
  ) -> ProjectGroup {
    ProjectGroup(
      fiscalYear: year, status: status, component: "government", japanese: japanese,
      chinese: chinese, fields: fields, count: 1)
  }

  @Test("On a chain every link is a bridge and the middle carries all ways", .tags(.analytical))
  func chain() {
    // A – x – B – y – C
    let network = CooperationNetwork(
      [group("A", "x"), group("B", "x; y"), group("C", "y")], partnerships: [])
    let areBridges = network.links.map(\.isBridge)
    #expect(!areBridges.contains(false))
    let node = Dictionary(uniqueKeysWithValues: network.nodes.map { ($0.organisation, $0) })
    #expect(node["B"]?.degree == 2)
    // Of the six pairs of the others, four pass through the middle.
    #expect(abs((node["B"]?.betweenness ?? 0) - 4.0 / 6) < 1e-12)
    #expect(node["A"]?.betweenness == 0)
    #expect(Set(network.nodes.map(\.part)) == [0])
  }

  @Test("On a ring no link is a bridge; a second part has its own number", .tags(.analytical))
  func ring() {
    let network = CooperationNetwork(
      [group("A", "x; y"), group("B", "x; y"), group("C", "z"), group("C", "z")],
      partnerships: [])
    let links = Dictionary(
      uniqueKeysWithValues: network.links.map { ("\($0.first) \($0.second)", $0) })
    #expect(links["A x"]?.isBridge == false)
    #expect(links["C z"]?.isBridge == true)
    #expect(links["C z"]?.projects == 2)
    #expect(Set(network.nodes.map(\.part)) == [0, 1])
  }

  @Test("A matrix counts by organisation, field and fiscal year, and names the holes")
  func matrix() {
    let matrix = CoverageMatrix([
      group("A", "x; y", "VOC; monitoring"), group("A", "x", "VOC", "FY2016"),
      group("A", "x", "vehicle", "FY2015", status: "cancelled"),
    ])
    #expect(matrix.years.map(\.description) == ["FY2014", "FY2015", "FY2016"])
    #expect(
      matrix.rows.map { "\($0.organisation) \($0.field.rawValue) \($0.counts)" } == [
        "x VOC [1, 0, 1]", "x monitoring [1, 0, 0]", "y VOC [1, 0, 0]",
        "y monitoring [1, 0, 0]",
      ])
    #expect(matrix.holes["x"]?.contains(.vehicles) == true)
    #expect(matrix.emptyFields.contains(.offRoad))
  }

  @Test("No built-in project is on off-road machinery or construction dust")
  func builtInHoles() {
    let matrix = CoverageMatrix(Registry.builtIn.coverage)
    #expect(matrix.emptyFields == [.offRoad, .constructionDust])
  }

  @Test("People-days count an event once and tell what is not counted", .tags(.analytical))
  func intensity() throws {
    let registry = Registry.builtIn
    let months = Intensity.byMonth(registry.activities) { registry.project($0) }
    // Six people for five days in Shanghai's course of September 2018.
    let course = try #require(
      months.first {
        $0.organisation == "CN-SHANGHAI" && $0.month.description == "2018-09-01"
      })
    #expect(course.peopleDays == 30)
    // The course of Wuhan stands on two rows, one of them marked as the same event.
    let wuhan = try #require(
      months.first { $0.organisation == "CN-WUHAN" && $0.month.description == "2018-11-01" })
    #expect(wuhan.activities == 1)
    #expect(wuhan.peopleDays == 12)
    let panel = Intensity.panel(months)
    let organisations = Set(panel.map(\.organisation)).count
    #expect(panel.count % organisations == 0)
    #expect(panel.reduce(0) { $0 + $1.peopleDays } == months.reduce(0) { $0 + $1.peopleDays })
  }

  private func means(_ values: [(String, Int, String)]) throws -> [AnnualMean] {
    try values.enumerated().map { index, value in
      AnnualMean(
        try RegistryRecord(
          kind: .annualMeans,
          [
            "id": "M\(index)", "city": value.0, "year": String(value.1), "pm25_ug_m3": value.2,
            "series": "official", "source": "made up",
            "verified": index.isMultiple(of: 2) ? "stored-source" : "recall",
          ]))
    }
  }

  @Test("A change is told with what rounding leaves open", .tags(.analytical))
  func annualChange() throws {
    let change = AnnualChange(
      try means([("a", 2013, "100"), ("a", 2017, "65"), ("b", 2013, "50.0"), ("b", 2017, "40.0")]),
      names: ["a", "b", "c"], baseYear: 2013, endYear: 2017)
    let mean = try #require(change.mean)
    let changeOfMean = try #require(change.changeOfMean)
    #expect(abs(mean + 27.5) < 1e-9)
    #expect(abs(changeOfMean + 30) < 1e-9)
    #expect(change.missing == ["c"])
    #expect(change.unverified == 2)
    let a = change.cities[0]
    #expect(abs(a.lower - (64.5 / 100.5 - 1) * 100) < 1e-9)
    #expect(abs(a.upper - (65.5 / 99.5 - 1) * 100) < 1e-9)
  }

  @Test("The exchange test counts all draws", .tags(.analytical))
  func exchange() throws {
    let values = [("a", 90), ("b", 80), ("c", 70), ("d", 60)]
    let means = try means(
      values.flatMap { [($0.0, 2013, "100"), ($0.0, 2017, String($0.1))] })
    let own = AnnualChange(means, names: ["c", "d"], baseYear: 2013, endYear: 2017)
    let others = AnnualChange(means, names: ["a", "b"], baseYear: 2013, endYear: 2017)
    let comparison = try #require(ExchangeComparison(own, others: others))
    #expect(abs(comparison.difference + 20) < 1e-9)
    #expect(comparison.draws == 6)
    // Only this draw and its mirror image are as far apart.
    #expect(abs(comparison.pValue - 2.0 / 6) < 1e-12)
  }
}
