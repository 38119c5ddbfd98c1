import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

/// Reads a peer's numbers to the last bit: `JSONSerialization` loses some.
enum PeerFile {
  static func object<T: Decodable>(_ name: String, as: T.Type) throws -> T {
    try JSONDecoder().decode(
      T.self, from: Data(contentsOf: SharedData.golden.appendingPathComponent(name)))
  }
}

@Suite("Trends of one series")
struct TrendKernelTests {
  struct Test: Decodable {
    let p, z, s, slope: Double
    let var_s: Double?
    let Tau: Double?
  }

  struct Golden: Decodable {
    let nox_monthly: [Double]
    let original_test, hamed_rao_modification_test, yue_wang_modification_test: Test
    let pre_whitening_modification_test, trend_free_pre_whitening_modification_test: Test
    let seasonal_test, correlated_seasonal_test: Test
    let cities_original_test: [String: Test]
    let cities_hamed_rao_modification_test: [String: Test]
    let cities_trend_free_pre_whitening_modification_test: [String: Test]
  }

  private func slope(_ values: [Double]) -> Double {
    PairwiseSlopes(times: values.indices.map(Double.init), values: values).median
  }

  private func expect(_ test: MannKendall, _ peer: Test, _ name: Comment) {
    #expect(abs(test.score - peer.s) < 1e-9, name)
    #expect(abs(test.z - peer.z) < 1e-8 * max(1, abs(peer.z)), name)
    #expect(abs(test.pValue - peer.p) < 1e-8, name)
    if let variance = peer.var_s { #expect(near(test.variance, variance, 1e-9), name) }
    if let tau = peer.Tau { #expect(abs(test.tau - tau) < 1e-12, name) }
  }

  @Test(
    "The Mann-Kendall family is pymannkendall’s on monthly NOx", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func family() throws {
    let golden = try PeerFile.object("pymannkendall.json", as: Golden.self)
    let values = golden.nox_monthly
    let slope = slope(values)
    #expect(slope == golden.original_test.slope)
    expect(.original(values), golden.original_test, "original")
    expect(.hamedRao(values, slope: slope), golden.hamed_rao_modification_test, "Hamed and Rao")
    expect(.yueWang(values, slope: slope), golden.yue_wang_modification_test, "Yue and Wang")
    expect(.prewhitened(values), golden.pre_whitening_modification_test, "prewhitened")
    expect(
      .trendFreePrewhitened(values, slope: slope),
      golden.trend_free_pre_whitening_modification_test, "trend-free")
    expect(.seasonal(values, period: 12), golden.seasonal_test, "seasonal")
    expect(
      .correlated(MannKendall.columns(values, period: 12)), golden.correlated_seasonal_test,
      "correlated")
    let years = values.indices.map { Double($0 / 12) }
    let seasonal = PairwiseSlopes(
      times: years, values: values, groups: values.indices.map { $0 % 12 })
    #expect(near(seasonal.median, golden.seasonal_test.slope, 1e-12))
  }

  @Test(
    "On 183 cities’ daily PM2.5 too, with their ties", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func cities() throws {
    let golden = try PeerFile.object("pymannkendall.json", as: Golden.self)
    let text = try String(
      contentsOf: SharedData.folder.appendingPathComponent("china_183_cities/daily_pm25.csv"),
      encoding: .utf8)
    var series: [String: [Double]] = [:]
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",").map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      }
      guard fields[1].hasPrefix("2014") || fields[1].hasPrefix("2015"),
        let value = Double(fields[2]), value != 0
      else { continue }
      series[fields[0], default: []].append(value)
    }
    #expect(series.count == 183)
    for (name, values) in series {
      let slope = slope(values)
      let peer = try #require(golden.cities_original_test[name])
      #expect(abs(slope - peer.slope) < 1e-15, "\(name)")
      expect(.original(values), peer, "\(name)")
      expect(
        .hamedRao(values, slope: slope),
        try #require(golden.cities_hamed_rao_modification_test[name]), "\(name), Hamed and Rao")
      expect(
        .trendFreePrewhitened(values, slope: slope),
        try #require(golden.cities_trend_free_pre_whitening_modification_test[name]),
        "\(name), trend-free")
    }
  }

  @Test("The median slope is that of all pairs written down", .tags(.property), arguments: 0..<12)
  func medianSlope(_ seed: Int) {
    var stream = RandomStream(seed: 5, index: UInt64(seed))
    let count = 1_000 + 37 * seed
    var time = 0.0
    let times = (0..<count).map { _ in
      time += seed % 3 == 0 ? 1 : Double(1 + stream.index(below: 3))
      return time
    }
    // Rounded values tie; the fourth kind is nearly constant.
    let values = times.map { time -> Double in
      let value = 0.01 * time + 5 * stream.normal()
      switch seed % 4 {
      case 0: return value
      case 1: return value.rounded()
      case 2: return (value * 2).rounded() / 10
      default: return stream.uniform() < 0.9 ? 3 : value.rounded()
      }
    }
    var all: [Double] = []
    for later in times.indices {
      for earlier in 0..<later {
        all.append((values[later] - values[earlier]) / (times[later] - times[earlier]))
      }
    }
    all.sort()
    let slopes = PairwiseSlopes(times: times, values: values)
    #expect(slopes.count == all.count)
    let half = all.count / 2
    let median = all.count % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2
    #expect(abs(slopes.median - median) <= 1e-13)
    for share in [0.025, 0.3, 0.975] {
      let rank = Int(share * Double(all.count))
      #expect(abs(slopes.statistic(rank) - all[rank]) <= 1e-13, "\(share)")
    }
  }

  @Test("A season that repeats itself is taken out whole, beside gaps", .tags(.analytical))
  func season() throws {
    let pattern = [3.0, 1, -2, -4, 0, 2, 5, 1, -1, -3, -2, 0]
    var values = (0..<96).map { 10 + 0.1 * Double($0) + pattern[$0 % 12] }
    values[17] = .nan
    values[50] = .nan
    let parts = try #require(SeasonalTrendLoess(period: 12).parts(of: values))
    for step in values.indices {
      #expect(abs(parts.season[step] - pattern[step % 12]) < 1e-6)
      #expect(abs(parts.trend[step] - 10 - 0.1 * Double(step)) < 1e-6)
    }
    #expect(SeasonalTrendLoess(period: 12).parts(of: Array(values[..<24])) == nil)
  }

  struct Monthly: Decodable {
    let conc: [Double]
  }
  struct TheilSen: Decodable {
    struct Values: Decodable {
      let statistics: [String: Statistics]
      let monthly: [String: Monthly]
    }
    struct Statistics: Decodable {
      let slope: Double
    }
    let values: Values
  }

  @Test(
    "openair’s Theil-Sen slopes of NOx a year", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func openair() throws {
    let golden = try PeerFile.object("openair_theilsen_nox.json", as: TheilSen.self).values
    // Days from the first month on, as openair counts time, and 365 of them a year.
    let lengths = [31.0, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var day = 0.0
    let days = (0..<90).map { month -> Double in
      defer { day += lengths[month % 12] + (month == 25 || month == 73 ? 1 : 0) }
      return day
    }
    for kind in ["deseason_false", "deseason_true"] {
      let values = try #require(golden.monthly[kind]).conc
      let slope = 365 * PairwiseSlopes(times: days, values: values).median
      #expect(near(slope, try #require(golden.statistics[kind]).slope, 1e-9), "\(kind)")
    }
    // Our STL takes another season out than R’s on the same months: up to 3.6 ppb a month, and
    // statsmodels 0.15 agrees with ours to 1e-9. The slope differs by less than a hundredth.
    let raw = try #require(golden.monthly["deseason_false"]).conc
    let peer = try #require(golden.monthly["deseason_true"]).conc
    let season = try #require(SeasonalTrendLoess(period: 12).parts(of: raw)).season
    let own = zip(raw, season).map { $0 - $1 }
    let largest = zip(own, peer).map { abs($0 - $1) }.max() ?? 0
    #expect(abs(largest - 3.588500673910488) < 1e-6)
    let slope = 365 * PairwiseSlopes(times: days, values: own).median
    #expect(abs(slope + 8.61) < 0.15, "\(slope)")
  }
}

/// Whether two numbers agree relative to the second.
func near(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}
