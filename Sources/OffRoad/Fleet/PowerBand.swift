/// The finest bands of power that any table tells apart.
///
/// Bands of EMEP, of NONROAD and of the four laws end at different powers. Between two
/// neighbouring ends all tables say the same, so machines of one such band can be counted together
/// without changing any result.
///
/// - Source: 40 CFR 1039.140(a) for the US law, which rounds to the whole kilowatt; EPA's NONROAD
///   files for the bounds in hp, which belong to the band below; GB 20891 and 97/68/EC for 560 kW,
///   which belongs to the band below there.
package enum PowerBand {
  /// Ends of EMEP's and of the laws' bands, kW; the power itself belongs to the band above.
  private static let kilowattEnds: [Double] = [8, 18, 19, 37, 56, 75, 130, 225, 450, 560]
  /// Ends of NONROAD's bands, hp; the power itself belongs to the band below.
  private static let horsepowerEnds: [Double] = [
    11, 16, 25, 50, 75, 100, 175, 300, 600, 750, 1_200,
  ]
  /// Ends of the US law's bands, kW, where rounding carries a power over them.
  private static let roundedEnds: [Double] = [
    7.5, 18.5, 36.5, 55.5, 74.5, 129.5, 224.5, 449.5, 560.5,
  ]

  /// Lower ends, kW, ascending; a band holds its lower end and not the next band's.
  package static let lowerEnds: [Double] = {
    let above: Double = 560
    let ends = kilowattEnds + [above.nextUp] + roundedEnds
    // 11 hp is the one bound that belongs to the band above it: see `NonroadFactors.row`.
    let horsepower = horsepowerEnds.map { end -> Double in
      let power = end * Horsepower.kilowatts
      return end == 11 ? power : power.nextUp
    }
    return [0] + Set(ends + horsepower).sorted()
  }()

  /// Position of the band that holds a positive power.
  package static func position(of power: Double) -> Int {
    var low = 0
    var high = lowerEnds.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if power >= lowerEnds[middle] { low = middle } else { high = middle }
    }
    return low
  }

  /// A power of the band, kW, that stands for all of it.
  package static func power(of band: Int) -> Double {
    // No engine has no power.
    band == 0 ? lowerEnds[1] / 2 : lowerEnds[band]
  }

  /// The bands that reports show, kW.
  package static let reported: [(name: String, below: Double)] = [
    ("< 19 kW", 19), ("19–37 kW", 37), ("37–56 kW", 56), ("56–75 kW", 75), ("75–130 kW", 130),
    ("130–560 kW", (560 as Double).nextUp), ("> 560 kW", .infinity),
  ]

  /// Position among the reported bands of one of the finest.
  package static func reportedPosition(of band: Int) -> Int {
    reported.firstIndex { lowerEnds[band] < $0.below } ?? reported.count - 1
  }
}
