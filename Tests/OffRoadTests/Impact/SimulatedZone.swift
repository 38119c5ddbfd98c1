import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels

@testable import OffRoad

/// A low-emission zone whose compliance, emissions and concentrations are known.
struct SimulatedZone {
  let start = CivilDate(daysSinceEpoch: 17_532)  // 2018-01-01
  let complianceBefore = 0.55
  let complianceAfter = 0.85
  /// Black carbon at the sites before, µg/m³, of which this much comes from elsewhere.
  let concentration = 4.0
  let background = 1.5
  let sectorShare = 0.6

  /// Emission of a machine that does not comply over that of one that does.
  let ratio = 10.0

  /// Relative change of the machines' emissions that the change of compliance makes.
  var emissionChange: Double {
    func level(_ compliance: Double) -> Double { compliance + (1 - compliance) * ratio }
    return level(complianceAfter) / level(complianceBefore) - 1
  }

  /// µg/m³.
  var concentrationChange: Double {
    (concentration - background) * sectorShare * emissionChange
  }

  /// Machines of a site are alike: a site's compliance is drawn once and kept.
  func inspections(_ seed: UInt64, sites: Int = 60) -> [Inspection] {
    var stream = RandomStream(seed: seed, index: 1)
    var result: [Inspection] = []
    // The mean of the sites' shares is exactly the one that is asked for.
    func spread(_ share: Double) -> Double {
      let reach = min(share, 1 - share) * 0.9
      return share + reach * (2 * stream.uniform() - 1)
    }
    for site in 0..<sites {
      for after in [false, true] {
        let own = spread(after ? complianceAfter : complianceBefore)
        for _ in 0..<6 {
          let month = stream.index(below: 24)
          let day = start.daysSinceEpoch + (after ? month : -24 + month) * 30 + (after ? 5 : -5)
          let inspected = 8
          let compliant = (0..<inspected).count { _ in stream.uniform() < own }
          result.append(
            Inspection(
              site: "S\(site)", date: CivilDate(daysSinceEpoch: day), inspected: inspected,
              compliant: compliant))
        }
      }
    }
    return result
  }

  /// Readings of opacity: each machine has a level of its own, and repair takes `drop` off.
  func readings(_ seed: UInt64, drop: Double, machines: Int = 40) -> [MachineReading] {
    var stream = RandomStream(seed: seed, index: 2)
    return (0..<machines).flatMap { machine -> [MachineReading] in
      let level = 0.5 * stream.normal()
      return [(-40, 2), (-20, 1), (30, 2), (60, 1)].flatMap { day, count in
        (0..<count).map { _ in
          let change = day > 0 ? log(1 - drop) : 0
          return MachineReading(
            machine: "M\(machine)", date: CivilDate(daysSinceEpoch: start.daysSinceEpoch + day),
            value: exp(1 + level + change + 0.3 * stream.normal()))
        }
      }
    }
  }

  /// Months of fuel sales with a season, a trend and a step.
  func sales(_ seed: UInt64, step: Double) -> [FuelSale] {
    var stream = RandomStream(seed: seed, index: 3)
    return (-36..<24).compactMap { offset in
      let month = start.year * 12 + start.month - 1 + offset
      guard let date = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else {
        return nil
      }
      let season = 0.2 * sin(2 * Double.pi * Double(month % 12) / 12)
      let mean = 6 + 0.03 * Double(offset) / 12 + season + (offset >= 0 ? log(1 + step) : 0)
      return FuelSale(month: date, sold: exp(mean + 0.04 * stream.normal()))
    }
  }

  /// Daily black carbon at three sites and four places without a zone, each with what the region
  /// has in common.
  func study(_ seed: UInt64) throws -> Study {
    let days = 360
    let first = CivilDate(daysSinceEpoch: start.daysSinceEpoch - days)
    let last = CivilDate(daysSinceEpoch: start.daysSinceEpoch + days - 1)
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    func course(_ index: UInt64, _ deviation: Double) -> [Double] {
      var stream = RandomStream(seed: seed, index: index)
      var value = stream.normal()
      return (0..<axis.count).map { _ in
        defer { value = 0.6 * value + 0.8 * stream.normal() }
        return deviation * value
      }
    }
    let region = course(10, 0.6)
    func series(_ index: Int, treated: Bool) -> MonitoringSeries {
      let own = course(UInt64(20 + index), 0.4)
      return MonitoringSeries(
        station: Station(network: "zone", identifier: "Z\(index)"), pollutant: Pollutant("bc"),
        unit: .microgramsPerCubicMetre, axis: axis,
        values: (0..<axis.count).map { day in
          concentration + region[day] + own[day]
            + (treated && day >= days ? concentrationChange : 0)
        })
    }
    guard
      let before = DatePeriod(first, through: CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)),
      let after = DatePeriod(start, through: last)
    else { preconditionFailure("periods of a year") }
    return try AmbientImpact.study(
      sites: (0..<10).map { series($0, treated: true) },
      controls: (10..<20).map { series($0, treated: false) },
      measure: Measure(name: "zone", start: start), before: before, after: after)
  }
}
