/// The finest bands of power that any table tells apart.
///
/// Bands of EMEP, of NONROAD and of the four laws end at different powers. Between two
/// neighbouring ends all tables say the same, so machines of one such band can be counted together
/// without changing any result.
package enum PowerBand {
  /// Lower ends, kW. NONROAD's are those in hp times 0.7457, as its table has them. 560 kW itself
  /// belongs to the band below in the Chinese and European rules, hence the band of that one value.
  package static let lowerEnds: [Double] = [
    0, 8, 8.203, 11.93, 18, 18.64, 19, 37, 37.28, 55.93, 56, 74.57, 75, 130, 130.5, 223.7, 225,
    447.4, 450, 559.3, 560, 560.0.nextUp, 894.8,
  ]

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

  /// The bands that reports show, kW.
  package static let reported: [(name: String, below: Double)] = [
    ("< 19 kW", 19), ("19–37 kW", 37), ("37–56 kW", 56), ("56–75 kW", 75), ("75–130 kW", 130),
    ("130–560 kW", 560.0.nextUp), ("> 560 kW", .infinity),
  ]

  /// Position among the reported bands of one of the finest.
  package static func reportedPosition(of band: Int) -> Int {
    reported.firstIndex { lowerEnds[band] < $0.below } ?? reported.count - 1
  }
}
