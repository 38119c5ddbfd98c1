import AirQuality
import Ingest
import TestSupport
import Testing

@Suite("Integrity of the 183-city table", .enabled(if: SharedData.isPresent))
struct IntegrityTests {
  @Test(
    "The altered year 2016 stands apart from its neighbours, the observed years do not",
    .tags(.golden))
  func alteredYear() throws {
    let file = try FileReader.read(path: SharedData.path("china_183_cities/daily_pm25.csv"))
    let years = YearlyIntegrity.check(file.series)
    func apart(_ year: Int) -> Int {
      years.filter { $0.year == year && $0.findings.contains(.apartFromNeighbours) }.count
    }
    // RESEARCH.md, section 6: in 2016 the correlation is below 0.5 for every city.
    #expect(apart(2016) == 183)
    #expect(apart(2014) < 15)
    #expect(apart(2015) < 15)
  }
}
