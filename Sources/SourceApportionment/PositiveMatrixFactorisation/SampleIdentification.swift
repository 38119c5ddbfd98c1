import NumericKernels

/// Which samples, and which contributions to them, the measured values tell.
///
/// A sample of which little was measured fits any mixture. Its contributions are then what the
/// iteration happened to leave, and no measurement of a source. Two things are asked here:
///
/// - A sample enters the fit when at least as many of its species tell something as there are
///   factors. A value tells something when it exceeds its uncertainty, or when its uncertainty is
///   below what is usual of the species: a value that stands for a missing one, with four times
///   itself as uncertainty, tells nothing.
/// - A contribution is written when its standard error from the values that tell something is at
///   most twice what it would be if all species did, or a tenth of the mean contribution. Of a sample
///   in which all species tell something it always is.
///
/// The standard error is that of weighted least squares with the profiles as found, without the
/// bounds at zero.
struct SampleIdentification {
  /// By how much missing values may raise the standard error of a contribution.
  static let largestRise = 2.0
  /// Standard error, as a share of the mean contribution, that is small enough for any use.
  static let smallError = 0.1
  /// How far contributions of other factors may lie from their mean of one.
  private static let spread = 2.0

  /// Positions of the samples that enter the fit, ascending.
  let rows: [Int]
  private let sample: SpeciatedSample
  /// Usual uncertainty of each species.
  private let usual: [Double]
  /// Usual concentration of each species.
  private let levels: [Double]

  init(_ sample: SpeciatedSample, factors: Int) {
    func medians(_ value: (Int, Int) -> Double?) -> [Double] {
      sample.species.indices.map { position in
        let values = sample.instants.indices.compactMap { value($0, position) }
        return values.isEmpty ? 0 : Summation.median(values)
      }
    }
    let levels = medians { sample.concentrations[$0][$1] }
    self.sample = sample
    self.levels = levels
    usual = medians { row, position in
      sample.concentrations[row][position] == nil
        ? nil : sample.fittedUncertainty(sample: row, species: position)
    }
    let species = sample.species.indices.filter { sample.roles[$0] != .total }
    rows = sample.instants.indices.filter { row in
      species.count { Self.tells(sample, levels, row, $0) } >= factors
    }
  }

  private static func tells(
    _ sample: SpeciatedSample, _ levels: [Double], _ row: Int, _ position: Int
  ) -> Bool {
    guard let value = sample.concentrations[row][position] else { return false }
    let uncertainty = sample.uncertainties[row][position]
    return value >= uncertainty || uncertainty <= levels[position]
  }

  /// Whether each factor's contribution to a sample can be told.
  ///
  /// - Parameter profiles: `factors × species`, of contributions with mean one.
  func identified(_ profiles: Matrix, row: Int) -> [Bool] {
    let positions = sample.species.indices
    let told = positions.map { Self.tells(sample, levels, row, $0) }
    let all = [Bool](repeating: true, count: profiles.rows)
    guard told.contains(false) else { return all }
    // What the missing ones would be worth: the usual uncertainty, as far above or below the usual
    // as those of the others are in this sample.
    let ratios = positions.compactMap { position in
      told[position] && usual[position] > 0
        ? sample.fittedUncertainty(sample: row, species: position) / usual[position] : nil
    }
    let level = ratios.isEmpty ? 1 : Summation.median(ratios)
    func weights(_ isWhole: Bool) -> [Double] {
      positions.map { position in
        let uncertainty =
          told[position]
          ? sample.fittedUncertainty(sample: row, species: position)
          : isWhole ? usual[position] * level : .infinity
        return uncertainty > 0 ? 1 / (uncertainty * uncertainty) : 0
      }
    }
    let own = Self.variances(profiles, weights(false))
    let whole = Self.variances(profiles, weights(true))
    return zip(own, whole).map { own, whole in
      own <= max(Self.largestRise * Self.largestRise * whole, Self.smallError * Self.smallError)
        || whole == .infinity
    }
  }

  /// Variances of the contributions, infinite where nothing is known.
  ///
  /// A factor is asked about on its own: the others are taken to lie about their mean, give or take
  /// twice it, so that one of which nothing is measured does not make all others unknown with it.
  private static func variances(_ profiles: Matrix, _ weights: [Double]) -> [Double] {
    let factors = profiles.rows
    var information = Matrix(rows: factors, columns: factors)
    for one in 0..<factors {
      for other in 0...one {
        var sum = 0.0
        for position in weights.indices {
          sum += weights[position] * profiles[one, position] * profiles[other, position]
        }
        information[one, other] = sum
        information[other, one] = sum
      }
    }
    return (0..<factors).map { factor in
      var asked = information
      for other in 0..<factors where other != factor {
        asked[other, other] += 1 / (spread * spread)
      }
      guard information[factor, factor] > 0, let cholesky = try? Cholesky(asked) else {
        return .infinity
      }
      let variance = cholesky.inverse[factor, factor]
      return variance.isFinite && variance > 0 ? variance : .infinity
    }
  }
}
