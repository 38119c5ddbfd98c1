import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Years side by side")
struct YearComparisonTests {
  @Test("A bad last winter turns an improvement by calendar years around", .tags(.analytical))
  func disagreement() throws {
    // 2013-03-01 to 2017-02-28; cleaner in 2016 until November, then a bad winter.
    let first = CivilDate(daysSinceEpoch: 15_765)
    let last = CivilDate(daysSinceEpoch: 17_225)
    #expect("\(first) \(last)" == "2013-03-01 2017-02-28")
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    var stream = RandomStream(seed: 5, index: 0)
    let storage = (0..<axis.count).map { day -> Double in
      let date = axis.date(at: day)
      let isBad = date >= CivilDate(daysSinceEpoch: 17_136)
      return (date.year == 2016 && !isBad ? 60 : isBad ? 140 : 80) + stream.normal()
    }
    let station = Station(network: "test", identifier: "A")
    let pollutant = MonitoringSeries(
      station: station, pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
      storage: storage)
    let temperature = MonitoringSeries(
      station: station, pollutant: .temperature, unit: .degreesCelsius, axis: axis,
      storage: (0..<axis.count).map { _ in stream.normal() })
    let result = try SimulatedAir.quickModel.normalise(pollutant, weather: [temperature])
    let comparison = try #require(YearComparison([result]))
    #expect(
      comparison.years.filter { $0.kind == .calendar }.map(\.label) == ["2014", "2015", "2016"])
    #expect(
      comparison.years.filter { $0.kind == .seasonal }.map(\.label)
        == ["2013/14", "2014/15", "2015/16", "2016/17"])
    let observed = try #require(
      comparison.disagreements.first { $0.series == "observed" && $0.calendar.from == "2015" })
    #expect(observed.calendar.observedPercent < -10)
    #expect(observed.seasonal.from == "2015/16" && observed.seasonal.observedPercent > 0)
    let total = try #require(
      comparison.changes.first { $0.kind == .calendar && !$0.isConsecutive })
    #expect(total.from == "2014" && total.to == "2016" && total.stations == 1)
  }

  @Test("No series, or two units, are not compared", .tags(.analytical))
  func nothing() {
    #expect(YearComparison([]) == nil)
  }
}
