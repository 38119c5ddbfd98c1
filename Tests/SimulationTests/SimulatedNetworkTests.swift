import Documents
import AirQuality
import Foundation
import Simulation
import TestSupport
import Testing

/// A network in which nothing varies: every station holds the median on every day.
private func flat(_ change: (inout SimulatedNetwork) -> Void = { _ in }) -> SimulatedNetwork {
  var network = SimulatedNetwork()
  network.stations = 6
  network.treatedStations = 2
  network.medianConcentration = 50
  network.shareMissing = 0
  network.levelSpread = 0
  network.yearlyTrend = 0
  network.trendSpread = 0
  network.seasonAmplitude = 0
  network.weekendEffect = 0
  network.ventilationEffect = 0
  network.previousVentilationEffect = 0
  network.temperatureEffect = 0
  network.washOut = 0
  network.regionalDeviation = 0
  network.localDeviation = 0
  change(&network)
  return network
}

/// A small network with everything in it.
private func small(
  _ step: SimulatedNetwork.Step = .day, _ change: (inout SimulatedNetwork) -> Void = { _ in }
) -> SimulatedNetwork {
  var network = SimulatedNetwork(step: step)
  network.stations = 6
  network.treatedStations = 2
  if step == .hour, let last = CivilDate("2014-04-30"), let start = CivilDate("2014-03-01") {
    network.lastDay = last
    network.start = start
  }
  change(&network)
  return network
}

@Suite("Simulated networks")
struct SimulatedNetworkTests {
  @Test("In a flat network the measure takes 12 % of 50 µg/m³", .tags(.analytical))
  func flatTruth() throws {
    let data = try flat().generate()
    let truth = data.truth
    #expect(abs(try #require(truth.averageAbsoluteEffect) + 6) < 1e-12)
    #expect(abs(try #require(truth.observedAverageAbsoluteEffect) + 6) < 1e-12)
    #expect(abs(try #require(truth.averageRelativeEffect) + 0.12) < 1e-12)
    #expect(abs(try #require(truth.averageLogEffect) - log(0.88)) < 1e-12)
    #expect(truth.treatedStations.count == 2)
    for series in data.series(of: .pm25) {
      let isTreated = truth.treatedStations.contains(series.station.identifier)
      for position in 0..<series.count {
        let after = series.axis.date(at: position) >= truth.start
        #expect(series[position] == (isTreated && after ? 44 : 50))
      }
    }
    #expect(data.counterfactual.count == 2)
    #expect(
      data.counterfactual.allSatisfy { series in
        series.values.allSatisfy { abs(($0 ?? 0) - 50) < 1e-12 }
      })
  }

  @Test("An effect that grows in over nine days has a tenth on the first", .tags(.analytical))
  func phaseIn() throws {
    let data = try flat { network in
      network.relativeEffect = -0.5
      network.phaseInDays = 9
    }.generate()
    let name = try #require(data.truth.treatedStations.first)
    let series = try #require(
      data.series(of: .pm25).first { $0.station.identifier == name })
    let start = try #require(
      series.axis.position(of: Instant(data.truth.start, utcOffset: series.axis.utcOffset)))
    #expect(series[start - 1] == 50 && series[start] == 47.5 && series[start + 1] == 45)
    #expect(series[start + 8] == 27.5 && series[start + 9] == 25 && series[start + 300] == 25)
    // 366 days of 2016, the first nine of which lack 0.9 + 0.8 + … + 0.1 of the effect.
    let expected = -0.5 * (366 - 4.5) / 366
    #expect(abs(try #require(data.truth.averageRelativeEffect) - expected) < 1e-12)
  }

  @Test("What the series lost is what the truth says", .tags(.property))
  func truthAgreesWithSeries() throws {
    for step in SimulatedNetwork.Step.allCases {
      let data = try small(step).generate()
      var sum = 0.0
      var count = 0
      for without in data.counterfactual {
        let with = try #require(
          data.series(of: .pm25).first { $0.station == without.station })
        for position in 0..<with.count
        where with.axis.date(at: position) >= data.truth.start {
          guard let value = with[position], let base = without[position] else { continue }
          sum += value - base
          count += 1
          #expect(abs(value - 0.88 * base) <= 0.050001)
        }
      }
      // Each value is rounded to a tenth, so their mean is within half of one.
      let truth = try #require(data.truth.observedAverageAbsoluteEffect)
      #expect(abs(sum / Double(count) - truth) < 0.05)
      #expect(abs(try #require(data.truth.averageRelativeEffect) + 0.12) < 1e-12)
    }
  }

  @Test("One seed gives one network, another seed another", .tags(.property))
  func seeds() throws {
    let first = try small().generate()
    #expect(try small().generate() == first)
    #expect(try small { $0.seed = 2 }.generate().series != first.series)
    let hourly = try small(.hour).generate()
    #expect(try small(.hour).generate() == hourly)
  }

  @Test("The measure leaves every other station and the past as they were", .tags(.property))
  func effectIsLocal() throws {
    let with = try small().generate()
    let without = try small { $0.relativeEffect = 0 }.generate()
    #expect(with.counterfactual == without.counterfactual)
    for (left, right) in zip(with.series, without.series) {
      let isTreated =
        left.pollutant == .pm25
        && with.truth.treatedStations.contains(left.station.identifier)
      if isTreated {
        let until = Instant(with.truth.start, utcOffset: left.axis.utcOffset)
        #expect(
          left.window(from: left.axis.start, until: until)
            == right.window(from: right.axis.start, until: until))
        #expect(left != right)
      } else {
        #expect(left == right)
      }
    }
    #expect(without.truth.averageAbsoluteEffect == 0)
  }

  @Test("Ten times the concentration has ten times the effect", .tags(.property))
  func scales() throws {
    let base = try small().generate().truth
    let tenfold = try small { $0.medianConcentration *= 10 }.generate().truth
    let ratio =
      try #require(tenfold.averageAbsoluteEffect) / (try #require(base.averageAbsoluteEffect))
    #expect(abs(ratio - 10) < 1e-9)
  }

  @Test("Without gaps nothing is missing, and gaps change nothing else", .tags(.property))
  func gapsOnlyHide() throws {
    let complete = try small { $0.shareMissing = 0 }.generate()
    let gappy = try small { $0.shareMissing = 0.3 }.generate()
    #expect(complete.series.allSatisfy { $0.validCount == $0.count })
    for (left, right) in zip(complete.series, gappy.series) {
      for position in 0..<left.count where right[position] != nil {
        #expect(left[position] == right[position])
      }
    }
  }

  @Test("The share of missing steps is the one asked for", .tags(.calibration))
  func shareMissing() throws {
    for (share, tolerance) in [(0.02, 0.004), (0.2, 0.02)] {
      let data = try small { network in
        network.stations = 40
        network.shareMissing = share
      }.generate()
      let series = data.series(of: .pm25)
      let valid = series.reduce(0) { $0 + $1.validCount }
      let total = series.reduce(0) { $0 + $1.count }
      #expect(abs(1 - Double(valid) / Double(total) - share) < tolerance)
      // Long gaps take the weather with them, short ones do not.
      let weather = data.series(of: .temperature).reduce(0) { $0 + $1.validCount }
      #expect(weather > valid && weather < total)
    }
  }

  @Test("Stations stand apart, in one region, and neighbours are more alike", .tags(.calibration))
  func geography() throws {
    let data = try SimulatedNetwork().generate()
    let series = data.series(of: .pm25)
    #expect(series.count == 24 && Set(series.map(\.station)).count == 24)
    #expect(series[0].station.key == "simulated/A01")
    #expect(series[23].station.key == "simulated/A24")
    let logs = series.map { $0.storage.map { log($0) } }
    var near: [Double] = []
    var far: [Double] = []
    for left in 0..<24 {
      for right in 0..<left {
        let from = try #require(series[left].station.coordinate)
        let to = try #require(series[right].station.coordinate)
        let kilometres = hypot(
          (from.latitude - to.latitude) * 111.2, (from.longitude - to.longitude) * 91.1)
        #expect(kilometres > 4 && kilometres < 200)
        let alike = SeriesMoments.correlation(logs[left], logs[right])
        if kilometres < 30 { near.append(alike) }
        if kilometres > 80 { far.append(alike) }
      }
    }
    #expect(SeriesMoments.mean(near) > SeriesMoments.mean(far) + 0.01)
  }

  @Test("Treated stations are drawn anew with every seed")
  func treatedVary() throws {
    let draws = try (1...5).map { seed in
      try small {
        $0.seed = UInt64(seed)
        $0.stations = 20
      }.generate().truth.treatedStations
    }
    #expect(Set(draws).count > 1)
    #expect(draws.allSatisfy { Set($0).count == 2 })
    let none = try small { $0.treatedStations = 0 }.generate()
    #expect(none.truth.averageAbsoluteEffect == nil && none.counterfactual.isEmpty)
  }

  @Test("A setting that makes no sense is named, with what would")
  func refusals() {
    func explanation(_ change: (inout SimulatedNetwork) -> Void) -> String? {
      do throws(SimulationError) {
        _ = try small(.day, change).generate()
        return nil
      } catch {
        return error.explanation
      }
    }
    #expect(
      explanation { $0.treatedStations = 7 }
        == "treatedStations is 7; choose treatedStations from 0 to the 6 stations")
    #expect(
      explanation { $0.relativeEffect = -1 }
        == "relativeEffect is -1.0; choose relativeEffect above -1")
    #expect(
      explanation { $0.start = $0.firstDay }
        == "start is 2014-01-01; choose start after 2014-01-01 and not after 2016-12-31")
    #expect(
      explanation { $0.localPersistence = 1 }
        == "localPersistence is 1.0; choose localPersistence from 0 to below 1")
    #expect(
      explanation { $0.shareMissing = .nan }
        == "shareMissing is nan; choose shareMissing from 0 to 0.9")
  }
}
