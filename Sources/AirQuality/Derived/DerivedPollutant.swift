/// A quantity that is computed from measured ones whenever it is asked for, and never stored.
public struct DerivedPollutant: Sendable {
  /// What studies and commands call it.
  public let pollutant: Pollutant
  /// What it is computed from; empty where it takes whatever the station measures of a kind.
  public let components: [Pollutant]
  /// What it is, in a sentence.
  public let meaning: String
  private let form: Form

  private enum Form: Sendable {
    case difference
    /// Missing where the denominator is not above the number, in the unit of the components.
    case ratio(above: Double)
    /// Of mixing ratios in ppb.
    case molecularSum
    case molecularRatio
    /// Of every organic compound that the station measures.
    case compoundTotal(minimumShare: Double)
  }

  /// Everything that can be derived.
  public static let all: [DerivedPollutant] = [
    DerivedPollutant(
      pollutant: Pollutant("pm_coarse"), components: [.pm10, .pm25],
      meaning: "PM10 minus PM2.5, as measured: negative where PM2.5 is above PM10",
      form: .difference),
    DerivedPollutant(
      pollutant: Pollutant("pm25_pm10"), components: [.pm25, .pm10],
      meaning: "PM2.5 over PM10; missing where PM10 is not above zero", form: .ratio(above: 0)),
    DerivedPollutant(
      pollutant: Pollutant("no2_nox"), components: [.no2, .nox],
      meaning: "NO2 over NOx in molecules; missing where NOx is not above zero",
      form: .molecularRatio),
    DerivedPollutant(
      pollutant: Pollutant("ox_total"), components: [.no2, .o3],
      meaning: "NO2 plus O3 in ppb; Japan’s measured photochemical oxidant is “ox”",
      form: .molecularSum),
    DerivedPollutant(
      pollutant: Pollutant("nox_sum"), components: [.no, .no2],
      meaning: "NO plus NO2 in ppb", form: .molecularSum),
    DerivedPollutant(
      pollutant: Pollutant("voc_total"), components: [],
      meaning: "sum of the organic compounds that the station measures, without methane and "
        + "without totals; missing where fewer than 75 % of them have a value",
      form: .compoundTotal(minimumShare: 0.75)),
  ]

  /// The derived quantity of that name, `nil` when there is none.
  public init?(_ pollutant: Pollutant) {
    guard let known = Self.all.first(where: { $0.pollutant == pollutant }) else { return nil }
    self = known
  }

  private init(
    pollutant: Pollutant, components: [Pollutant], meaning: String, form: Form
  ) {
    self.pollutant = pollutant
    self.components = components
    self.meaning = meaning
    self.form = form
  }

  /// What it is computed from at a station that measures the given quantities; `nil` where that
  /// is not enough.
  public func components(among measured: [Pollutant]) -> [Pollutant]? {
    switch form {
    case .compoundTotal:
      let compounds = measured.filter(\.isOrganicCompound).sorted()
      return compounds.count > 1 ? compounds : nil
    default: return components.allSatisfy(measured.contains) ? components : nil
    }
  }

  /// Computes it from the components, on their common steps.
  ///
  /// - Parameter series: in the order of `components(among:)`, of one station.
  /// - Throws: `UnitError` when units or reference states do not allow it.
  public func series(from series: [MonitoringSeries]) throws(UnitError) -> MonitoringSeries? {
    if case .compoundTotal(let share) = form {
      if let other = series.first(where: {
        $0.unit != series[0].unit || $0.referenceState != series[0].referenceState
      }) {
        throw .incompatible(
          from: "\(other.unit)", to: "\(series[0].unit) at the same reference state",
          series: "\(other.station.key), \(other.pollutant)")
      }
      return .total(of: series, named: pollutant, minimumShare: share)
    }
    guard series.count == 2 else { return nil }
    var pair = series
    let name = "\(series[0].station.key), \(pollutant)"
    switch form {
    case .molecularSum, .molecularRatio:
      for index in pair.indices {
        pair[index] = try pair[index].converted(to: .partsPerBillion).series
      }
    case .difference, .ratio, .compoundTotal:
      guard pair[0].unit == pair[1].unit, pair[0].referenceState == pair[1].referenceState else {
        throw .incompatible(
          from: "\(pair[0].unit)", to: "\(pair[1].unit) at the same reference state", series: name)
      }
    }
    guard pair[0].axis.isAligned(with: pair[1].axis) else { return nil }
    let axis = pair[0].axis
    let shift =
      pair[1].axis.ceilingPosition(of: axis.start)
    let values = pair[0].storage.indices.map { position -> Double in
      let place = position + shift
      guard pair[1].storage.indices.contains(place) else { return .nan }
      let (first, second) = (pair[0].storage[position], pair[1].storage[place])
      switch form {
      case .difference: return first - second
      case .ratio(let least): return second > least ? first / second : .nan
      case .molecularRatio: return second > 0 ? first / second : .nan
      case .molecularSum: return first + second
      case .compoundTotal: return .nan
      }
    }
    let isRatio =
      switch form {
      case .ratio, .molecularRatio: true
      default: false
      }
    return MonitoringSeries(
      station: pair[0].station, pollutant: pollutant,
      unit: isRatio ? .dimensionless : pair[0].unit,
      referenceState: isRatio ? .notApplicable : pair[0].referenceState, axis: axis,
      storage: values)
  }
}

extension MonitoringSeries {
  /// What a station measures above a background: the series minus the mean of the background
  /// stations, step by step; missing where fewer than half of them measured.
  ///
  /// - Returns: `nil` when units, states or axes do not agree.
  public func increment(over background: [MonitoringSeries]) -> MonitoringSeries? {
    // A difference of directions is no direction.
    guard !background.isEmpty, pollutant != .windDirection,
      background.allSatisfy({
        $0.unit == unit && $0.referenceState == referenceState && $0.axis.isAligned(with: axis)
      })
    else { return nil }
    let shifts = background.map {
      $0.axis.ceilingPosition(of: axis.start)
    }
    let values = storage.indices.map { position -> Double in
      var sum = 0.0
      var count = 0
      for (other, shift) in zip(background, shifts)
      where other.storage.indices.contains(position + shift) {
        let value = other.storage[position + shift]
        if value.isNaN { continue }
        sum += value
        count += 1
      }
      return 2 * count >= background.count && count > 0
        ? storage[position] - sum / Double(count) : .nan
    }
    return MonitoringSeries(
      station: station, pollutant: Pollutant("\(pollutant)_increment"), unit: unit,
      referenceState: referenceState, axis: axis, storage: values)
  }

  /// The sum of several compounds at one station, in one unit; a step counts when at least the
  /// given share of the compounds has a value, and is not scaled up for the others.
  public static func total(
    of compounds: [MonitoringSeries], named pollutant: Pollutant, minimumShare: Double = 1
  ) -> MonitoringSeries? {
    guard let first = compounds.first,
      compounds.allSatisfy({
        $0.unit == first.unit && $0.referenceState == first.referenceState
          && $0.axis.isAligned(with: first.axis)
      })
    else { return nil }
    let rule = DataCapture(minimumShare: minimumShare)
    let values = (0..<first.count).map { position -> Double in
      let instant = first.axis.instant(at: position)
      var sum = 0.0
      var count = 0
      for compound in compounds {
        guard let place = compound.axis.position(of: instant), !compound.storage[place].isNaN
        else { continue }
        sum += compound.storage[place]
        count += 1
      }
      return rule.accepts(valid: count, expected: compounds.count) ? sum : .nan
    }
    return MonitoringSeries(
      station: first.station, pollutant: pollutant, unit: first.unit,
      referenceState: first.referenceState, axis: first.axis, storage: values)
  }
}
