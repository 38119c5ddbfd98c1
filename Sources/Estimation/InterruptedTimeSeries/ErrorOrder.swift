/// The process that a regression's errors follow.
public enum ErrorOrder: String, Codable, Sendable, CaseIterable {
  /// The best of `independent` to `AR(3)` by Hurvich and Tsai's criterion.
  case automatic
  case independent
  case first = "AR(1)"
  case second = "AR(2)"
  case third = "AR(3)"
  case movingAverage = "MA(1)"
  case mixed = "ARMA(1,1)"
  case mixedSecond = "ARMA(2,1)"
  /// Months or quarters less those of the year before, whose errors are moving averages of one step
  /// and of one year: Box and Tiao's for the ozone of Los Angeles.
  case seasonalDifference = "(0,0,1)(0,1,1)"

  /// Whether nothing but autoregressive terms is in it.
  var isAutoregressive: Bool {
    switch self {
    case .automatic, .independent, .first, .second, .third: true
    default: false
    }
  }

  /// What is tried, the simplest first.
  ///
  /// - Parameter stepsAYear: of a calendar step, for the seasonal process.
  func orders(stepsAYear: Int) -> [ProcessOrder] {
    func plain(_ autoregressive: Int, _ movingAverage: Int) -> ProcessOrder {
      ProcessOrder(autoregressive: autoregressive, movingAverage: movingAverage)
    }
    return switch self {
    case .automatic: (0...3).map { plain($0, 0) }
    case .independent: [plain(0, 0)]
    case .first: [plain(1, 0)]
    case .second: [plain(2, 0)]
    case .third: [plain(3, 0)]
    case .movingAverage: [plain(0, 1)]
    case .mixed: [plain(1, 1)]
    case .mixedSecond: [plain(2, 1)]
    case .seasonalDifference:
      [
        ProcessOrder(
          autoregressive: 0, movingAverage: 1, seasonalMovingAverage: 1, season: stepsAYear)
      ]
    }
  }
}

/// Which likelihood of the errors' process is made largest.
public enum ErrorLikelihood: String, Codable, Sendable, CaseIterable {
  /// That of what the regression leaves, which does not shrink the errors.
  case restricted
  /// The whole one, as most software has it.
  case full
}

/// What the outcome is taken for.
public enum OutcomeFamily: String, Codable, Sendable, CaseIterable {
  /// A quantity with additive errors on the study's scale.
  case normal
  /// Counts whose variance is their mean.
  case poisson
  /// Counts whose variance is a multiple of their mean.
  case quasiPoisson = "quasi-poisson"
  /// Counts whose variance grows with the square of their mean.
  case negativeBinomial = "negative-binomial"

  var counts: CountRegression.Family? {
    switch self {
    case .normal: nil
    case .poisson: .poisson
    case .quasiPoisson: .quasiPoisson
    case .negativeBinomial: .negativeBinomial
    }
  }
}
