import AirQuality
import Foundation
import TestSupport
import Testing

@testable import Simulation

@Suite("Wide panels with a known measure")
struct SimulatedPanelTests {
  /// A small panel of few stations, every disturbance left in.
  private static func small(_ change: (inout SimulatedPanel) -> Void = { _ in }) -> SimulatedPanel {
    var panel = SimulatedPanel(like: .prefectures)
    panel.stations = 12
    panel.treatedStations = 3
    panel.shareMissing = 0
    change(&panel)
    return panel
  }

  private static func logs(_ values: [Double]) -> [Double] { values.map { log($0) } }

  @Test("The same seed gives the same panel, another seed another", .tags(.property))
  func seeds() throws {
    let panel = Self.small()
    #expect(try panel.generate() == panel.generate())
    let other = Self.small { $0.seed = 2 }
    #expect(try panel.generate().series != other.generate().series)
  }

  @Test("What the measure does changes no other number of the panel", .tags(.property))
  func effectAlone() throws {
    let with = try Self.small().generate()
    let without = try Self.small { $0.relativeEffect = 0 }.generate()
    for (one, other) in zip(with.series, without.series)
    where !with.truth.treatedStations.contains(one.station.identifier) {
      #expect(one == other)
    }
  }

  @Test("The truth is the mean of what the counterfactual leaves", .tags(.analytical))
  func truth() throws {
    let data = try Self.small { $0.staggerDays = 140 }.generate()
    #expect(data.truth.treatedStations.count == 3)
    let starts = data.truth.places.compactMap(\.start)
    let first = try #require(starts.min())
    // Evenly, in whole weeks: 0, 70 and 140 days.
    #expect(starts.map { $0.daysSinceEpoch - first.daysSinceEpoch }.sorted() == [0, 70, 140])
    for place in data.truth.places where place.start != nil {
      #expect(abs(try #require(place.averageLogEffect) - log(0.9)) < 1e-12)
    }
    #expect(abs(try #require(data.truth.averageLogEffect) - log(0.9)) < 1e-12)
    #expect(data.counterfactual.count == 3)
  }

  @Test("A measure that fades, ends and rebounds does so on its days", .tags(.analytical))
  func course() throws {
    let panel = Self.small {
      $0.fadeHalfLifeDays = 70
      $0.rebound = 0.5
      $0.end = CivilDate(daysSinceEpoch: $0.start.daysSinceEpoch + 139)
    }
    let data = try panel.generate()
    let stations = panel.drawStations()
    let effect = PanelEffect(panel, stations: stations)
    let index = try #require(stations.firstIndex { $0.start != nil })
    let start = panel.start.daysSinceEpoch
    let change = effect.logChange(
      at: index,
      days: [start - 7, start, start + 70, start + 139, start + 140, start + 199, start + 200])
    let full = log(0.9)
    let expected = [0, full, full / 2, full * exp(-log(2) * 139 / 70), -full / 2, -full / 2, 0]
    for (found, wanted) in zip(change, expected) { #expect(abs(found - wanted) < 1e-12) }
    #expect(data.truth.places.allSatisfy { $0.start == nil || $0.averageLogEffect != nil })
  }

  @Test("Spillover falls with the distance to the nearest treated station", .tags(.analytical))
  func spillover() throws {
    let panel = Self.small {
      $0.spillover = 0.5
      $0.spilloverKilometres = 200
    }
    let data = try panel.generate()
    let stations = panel.drawStations()
    for (index, place) in data.truth.places.enumerated() {
      let nearest = try #require(
        stations.filter { $0.start != nil }.map { stations[index].kilometres(to: $0) }.min())
      #expect(
        abs(place.spillover - (place.start == nil ? 0.5 * exp(-nearest / 200) : 1)) < 1e-12)
    }
    #expect(data.counterfactual.count == 12)
  }

  @Test("Settings without a meaning are refused by name", .tags(.property))
  func refusals() {
    func refused(_ setting: String, _ change: (inout SimulatedPanel) -> Void) {
      do {
        _ = try Self.small(change).generate()
        Issue.record("\(setting) was accepted")
      } catch SimulationError.settingOutOfRange(let name, _, _) {
        #expect(name == setting)
      } catch {
        Issue.record("\(error)")
      }
    }
    refused("stations") { $0.stations = 1 }
    refused("staggerDays") { $0.staggerDays = 100_000 }
    refused("end") { $0.end = $0.firstDay }
    refused("spillover") { $0.spillover = 1.5 }
    refused("relativeEffect") { $0.relativeEffect = -1 }
    refused("faultyShare") { $0.faultyShare = -0.1 }
  }

  // The moments of the real panels (Tests/Scripts/fit-panels), about which a panel of 183 stations and
  // two years wanders by as much as the bands say.
  @Test("Drawn cities have the moments of the 183 cities", .tags(.golden))
  func cities() throws {
    var panel = SimulatedPanel(like: .cities)
    panel.relativeEffect = 0
    panel.shareMissing = 0
    panel.stations = 60
    let found = try Self.moments(panel)
    #expect((0.45...0.58).contains(found.deviation), "\(found.deviation)")
    #expect((0.49...0.61).contains(found.lag1), "\(found.lag1)")
    #expect((0.16...0.31).contains(found.lag2), "\(found.lag2)")
    // 0.89 exp(−d / 600): 0.69 at 150 km (real: 0.69), 0.21 at 875 km (0.20).
    #expect((0.55...0.82).contains(found.near), "\(found.near)")
    #expect((0.05...0.38).contains(found.far), "\(found.far)")
  }

  @Test("Drawn prefectures have the moments of the 47 prefectures", .tags(.golden))
  func prefectures() throws {
    var panel = SimulatedPanel(like: .prefectures)
    panel.relativeEffect = 0
    panel.shareMissing = 0
    let found = try Self.moments(panel)
    #expect(found.wandering == 3)
    #expect((0.14...0.19).contains(found.deviation), "\(found.deviation)")
    #expect((0.0...0.2).contains(found.lag1), "\(found.lag1)")
    #expect((0.5...0.8).contains(found.near), "\(found.near)")
    #expect((0.15...0.5).contains(found.far), "\(found.far)")
  }

  private struct Moments {
    var deviation = 0.0
    var lag1 = 0.0
    var lag2 = 0.0
    /// Mean correlation of pairs 100 to 200 km and 750 to 1,000 km apart.
    var near = 0.0
    var far = 0.0
    var wandering = 0
  }

  /// Of log values, each station's trend and two harmonics taken off in turn; stations whose deviation is above twice
  /// the median are counted and left out.
  private static func moments(_ panel: SimulatedPanel) throws -> Moments {
    let data = try panel.generate()
    let stations = panel.drawStations()
    let year = 365.25 / Double(panel.stepDays)
    var residuals = data.series.filter { $0.pollutant == panel.pollutant }.map { series in
      var values = logs(series.storage)
      let terms: [(Int) -> Double] = [
        { _ in 1 }, { Double($0) / year - Double(values.count) / year / 2 },
        { cos(2 * .pi * Double($0) / year) }, { sin(2 * .pi * Double($0) / year) },
        { cos(4 * .pi * Double($0) / year) }, { sin(4 * .pi * Double($0) / year) },
      ]
      // Over whole years the terms but the trend are orthogonal; a few rounds settle the rest.
      for _ in 0..<8 {
        for term in terms {
          let basis = values.indices.map(term)
          let weight =
            zip(basis, values).reduce(0) { $0 + $1.0 * $1.1 }
            / basis.reduce(0) { $0 + $1 * $1 }
          for step in values.indices { values[step] -= weight * basis[step] }
        }
      }
      return values
    }
    func deviation(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
    let all = residuals.map(deviation)
    let limit = 2 * all.sorted()[all.count / 2]
    let kept = all.indices.filter { all[$0] <= limit }
    residuals = residuals.map { values in values.map { $0 / deviation(values) } }
    func product(_ one: [Double], _ other: [Double], lag: Int = 0) -> Double {
      (lag..<one.count).reduce(0) { $0 + one[$1] * other[$1 - lag] } / Double(one.count)
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }
    var (near, far): ([Double], [Double]) = ([], [])
    for one in kept {
      for other in kept where other > one {
        let apart = stations[one].kilometres(to: stations[other])
        if (100...200).contains(apart) { near.append(product(residuals[one], residuals[other])) }
        if (750...1_000).contains(apart) { far.append(product(residuals[one], residuals[other])) }
      }
    }
    return Moments(
      deviation: mean(kept.map { all[$0] }),
      lag1: mean(kept.map { product(residuals[$0], residuals[$0], lag: 1) }),
      lag2: mean(kept.map { product(residuals[$0], residuals[$0], lag: 2) }), near: mean(near),
      far: mean(far), wandering: all.count - kept.count)
  }
}
