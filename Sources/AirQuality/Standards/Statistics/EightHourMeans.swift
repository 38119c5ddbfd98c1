import NumericKernels

/// Running 8-hour means and their daily maxima.
struct EightHourMeans {
  /// Which windows belong to a day, by the hour in which they begin, relative to the day's first
  /// hour.
  let windows: ClosedRange<Int>
  /// How many hours a window needs.
  let minimumHours: Int
  /// How many windows a day needs.
  let minimumWindows: Int

  /// China: the 17 windows that end at 08:00 to 24:00, so none reaches into another day.
  static func china(minimumHours: Int, minimumWindows: Int) -> EightHourMeans {
    EightHourMeans(windows: 0...16, minimumHours: minimumHours, minimumWindows: minimumWindows)
  }

  /// The EU: a window belongs to the day on which it ends; the first of a day begins at 17:00 of
  /// the day before. The WHO's guidelines and Japan's recommendation of 2025 are taken so too.
  static func endingInDay(minimumHours: Int, minimumWindows: Int) -> EightHourMeans {
    EightHourMeans(windows: -7...16, minimumHours: minimumHours, minimumWindows: minimumWindows)
  }

  /// The United States since 2015: the 17 windows that begin at 07:00 to 23:00.
  static let unitedStates = EightHourMeans(windows: 7...23, minimumHours: 6, minimumWindows: 13)

  /// One day.
  struct Day: Equatable {
    /// Highest window; NaN without one.
    let maximum: Double
    /// How many windows have enough hours.
    let windows: Int
  }

  /// Every day of a grid.
  ///
  /// - Parameters:
  ///   - rounding: of each window, where the rule has one.
  ///   - sparse: a window with fewer hours that still counts when its hours, zero put for the
  ///     missing ones, lie above this level.
  func days(
    _ grid: DayGrid, rounding: LegalRounding? = nil, aboveWithZeros sparse: Double? = nil
  ) -> [Day] {
    (0..<(grid.isHourly ? grid.dayCount : 0)).map { day in
      var maximum = Double.nan
      var count = 0
      for start in windows {
        let begin = day * 24 + start
        guard begin >= 0, begin + 8 <= grid.hours.count else { continue }
        let valid = grid.hours[begin..<(begin + 8)].filter { !$0.isNaN }
        var mean = Double.nan
        if valid.count >= minimumHours {
          mean = Summation.mean(valid)
        } else if let sparse, !valid.isEmpty {
          let low = Summation.sum(valid) / 8
          if (rounding.map { $0(low) } ?? low) > sparse { mean = low }
        }
        guard !mean.isNaN else { continue }
        if let rounding { mean = rounding(mean) }
        count += 1
        maximum = maximum.isNaN ? mean : max(maximum, mean)
      }
      return Day(maximum: maximum, windows: count)
    }
  }

  /// The daily maxima that count: enough windows, or a maximum above the limit, which further
  /// windows could only raise.
  func maxima(_ days: [Day], above limit: Double, rounding: LegalRounding) -> [Double] {
    days.map { day in
      day.windows >= minimumWindows || rounding(day.maximum) > limit ? day.maximum : .nan
    }
  }
}
