public import AirQuality
import NumericKernels

/// How series become a record, beyond what they say themselves.
public struct RecordOptions: Hashable, Sendable {
  /// The unit of the compounds, where the file does not state it; `nil` takes the series' own.
  public var unit: MeasurementUnit?
  /// The air to which mass concentrations refer; `nil` takes the series' own reference state.
  public var air: AirState?
  /// Method detection limits by any name of the compound, in the record's unit.
  public var limits: [String: Double] = [:]
  /// Whether columns that no compound answers to are left out. Default: they are refused.
  public var leavesOutUnknown = false
  /// Compounds and columns to leave out, by any name.
  public var leavingOut: [String] = []

  /// What becomes of a sum of isomers beside its isomers. Default: it is refused.
  public var isomers = IsomerOverlap.Choice.refuse
  /// Compounds and lumps that a user states, before those of the catalogue.
  public var own = OwnSpecies()
  /// Columns that are contributions of factors, whatever they are called.
  public var factors: [String] = []

  /// The series' own words for everything.
  public init() {}
}

extension SpeciatedRecord {
  /// A record from the series of one station.
  ///
  /// A series `…_below_detection` marks another's values below detection, `…_uncertainty` states
  /// their standard deviations (and may stand at a station of its own, as in PMF inputs). A value
  /// under a stated detection limit counts as below detection whatever its number.
  ///
  /// - Throws: `VOCError.unknownCompounds`, `.repeatedCompound`, `.isomersTwice`, `.noCompounds`, `.unitMissing`,
  ///   `.mixedUnits`, `.axesDiffer`, `.limitNotPositive`, `.uncertaintyNotPositive`.
  public init(
    _ series: [MonitoringSeries], options: RecordOptions = RecordOptions()
  ) throws(VOCError) {
    let sorted = try SortedSeries(series, options)
    guard let first = sorted.columns.first?.series else {
      throw .noCompounds(place: series.first?.station.key ?? "")
    }
    let place = first.station.key
    let scale = try sorted.scale(options, place: place)
    let axis = try sorted.axis(place: place)
    let count = sorted.columns.count
    var values = Matrix(rows: axis.count, columns: count, repeating: .nan)
    var uncertainties: Matrix?
    var below = [Bool](repeating: false, count: axis.count * count)
    var limits: [Double?] = []
    let stated = try Self.limits(options.limits, options.own)
    for (column, item) in sorted.columns.enumerated() {
      let shift = Self.shift(item.series.axis, on: axis)
      for row in 0..<item.series.count { values[row + shift, column] = item.series.storage[row] }
      let limit = stated[item.compound.name]
      limits.append(limit)
      if let marks = item.marks {
        let shift = Self.shift(marks.axis, on: axis)
        for row in 0..<marks.count
        where marks.storage[row] == 1 && (0..<axis.count).contains(row + shift) {
          below[column * axis.count + row + shift] = true
        }
      }
      if let limit {
        for row in 0..<axis.count where values[row, column] < limit {
          below[column * axis.count + row] = true
        }
      }
      guard let spread = item.uncertainty else { continue }
      if uncertainties == nil {
        uncertainties = Matrix(rows: axis.count, columns: count, repeating: .nan)
      }
      let offset = Self.shift(spread.axis, on: axis)
      for row in 0..<spread.count where !spread.storage[row].isNaN {
        guard spread.storage[row] > 0 else {
          throw .uncertaintyNotPositive(
            item.compound.name, value: spread.storage[row],
            at: "\(spread.station.key), \(spread.axis.label(at: row))")
        }
        if (0..<axis.count).contains(row + offset) {
          uncertainties?[row + offset, column] = spread.storage[row]
        }
      }
    }
    self.init(
      station: first.station, axis: axis, scale: scale,
      compounds: sorted.columns.map(\.compound), headers: sorted.columns.map(\.header),
      limits: limits, totals: sorted.totals, others: sorted.others, unmatched: sorted.unmatched,
      values: values, uncertainties: uncertainties, below: below)
    leftOutIsomers = sorted.leftOutIsomers
  }

  private static func limits(
    _ stated: [String: Double], _ own: OwnSpecies
  ) throws(VOCError) -> [String: Double] {
    var limits: [String: Double] = [:]
    for (name, value) in stated.sorted(by: { $0.key < $1.key }) {
      let compound = try own.compound(named: name, place: "detection limits")
      guard value > 0 else { throw .limitNotPositive(compound.name, value: value) }
      limits[compound.name] = value
    }
    return limits
  }

  private static func shift(_ axis: TimeAxis, on common: TimeAxis) -> Int {
    common.ceilingPosition(of: axis.start)
  }
}

/// Series by what they are.
private struct SortedSeries {
  struct Column {
    let compound: Compound
    let header: String
    let series: MonitoringSeries
    var marks: MonitoringSeries?
    var uncertainty: MonitoringSeries?
  }

  private(set) var columns: [Column] = []
  private(set) var totals: [MonitoringSeries] = []
  private(set) var others: [MonitoringSeries] = []
  private(set) var unmatched: [UnmatchedName] = []
  private(set) var leftOutIsomers: [String] = []
  private let own: OwnSpecies

  init(_ series: [MonitoringSeries], _ options: RecordOptions) throws(VOCError) {
    own = options.own
    let left = Set(options.leavingOut.map { Self.key($0, options.own) })
    let factors = Set(options.factors.map { Pollutant($0) })
    var marks: [String: MonitoringSeries] = [:]
    var uncertainties: [String: MonitoringSeries] = [:]
    var place = ""
    for one in series {
      let name = one.pollutant.identifier
      if let stem = Self.stem(name, "_below_detection") {
        marks[Self.key(stem, own)] = one
      } else if let stem = Self.stem(name, "_uncertainty") {
        uncertainties[Self.key(stem, own)] = one
      } else if left.contains(Self.key(name, own)) {
        continue
      } else if Self.isOther(one.pollutant) || factors.contains(one.pollutant) {
        others.append(one)
      } else {
        switch own.match(name) {
        case .compound(let compound):
          columns.append(Column(compound: compound, header: name, series: one))
          if place.isEmpty { place = one.station.key }
        case .total: totals.append(one)
        case .unknown(let unknown): unmatched.append(unknown)
        }
      }
    }
    columns += Self.unseen(marks, beside: columns, leavingOut: left, own)
    guard unmatched.isEmpty || options.leavesOutUnknown else {
      throw .unknownCompounds(unmatched, place: place)
    }
    for compound in Set(columns.map(\.compound)).sorted(by: { $0.name < $1.name }) {
      let same = columns.filter { $0.compound == compound }
      guard same.count == 1 else {
        throw .repeatedCompound(compound.name, headers: same.map(\.header), place: place)
      }
    }
    leftOutIsomers = try IsomerOverlap.leftOut(
      columns.map(\.compound), options.isomers, own: own, place: place)
    columns.removeAll { leftOutIsomers.contains($0.compound.name) }
    for index in columns.indices {
      let key = Self.key(columns[index].compound.name, own)
      columns[index].marks = marks[key]
      columns[index].uncertainty = uncertainties[key]
    }
  }

  /// Columns of compounds of which a file had nothing but “below detection”: readers keep no series
  /// without a value, and the marks alone must not let the compound be forgotten.
  private static func unseen(
    _ marks: [String: MonitoringSeries], beside columns: [Column], leavingOut left: Set<String>,
    _ own: OwnSpecies
  ) -> [Column] {
    guard let model = columns.first?.series else { return [] }
    let seen = Set(columns.map(\.compound.name))
    return marks.sorted { $0.key < $1.key }.compactMap { name, series in
      guard !seen.contains(name), !left.contains(name), series.storage.contains(1),
        case .compound(let compound) = own.match(name)
      else { return nil }
      return Column(
        compound: compound, header: name,
        series: MonitoringSeries(
          station: series.station, pollutant: Pollutant(compound.name), unit: model.unit,
          referenceState: model.referenceState, axis: series.axis,
          storage: [Double](repeating: .nan, count: series.count)))
    }
  }

  func scale(
    _ options: RecordOptions, place: String
  ) throws(VOCError) -> ConcentrationScale {
    if let unit = options.unit {
      guard let dimension = unit.dimension else {
        throw .unitMissing(found: unit.symbol, series: place)
      }
      return ConcentrationScale(unit: unit, air: dimension == .mass ? options.air : nil)
    }
    let units = Set(columns.map(\.series.unit.symbol)).sorted()
    guard units.count == 1, let unit = columns.first?.series.unit else {
      throw .mixedUnits(units, place: place)
    }
    guard let dimension = unit.dimension else {
      throw .unitMissing(found: unit.symbol, series: place)
    }
    guard dimension == .mass else { return ConcentrationScale(unit: unit) }
    let states = Set(columns.map(\.series.referenceState))
    guard states.count == 1, let state = states.first, state != .chinaGB3095 else {
      throw .mixedUnits([unit.symbol, "several reference states"], place: place)
    }
    return ConcentrationScale(unit: unit, air: options.air ?? state.fixedState)
  }

  func axis(place: String) throws(VOCError) -> TimeAxis {
    let axes = columns.map(\.series.axis)
    guard let first = axes.first,
      axes.allSatisfy({ $0.isAligned(with: first) && $0.utcOffset == first.utcOffset }),
      columns.compactMap(\.uncertainty).allSatisfy({ $0.axis.isAligned(with: first) })
    else { throw .axesDiffer(place: place) }
    let start = axes.map(\.start).min() ?? first.start
    let end = axes.map(\.end).max() ?? first.end
    return first.part(first.latticePositions(from: start, until: end))
  }

  /// A compound's English name whatever the spelling, else the folded text.
  private static func key(_ name: String, _ own: OwnSpecies) -> String {
    if case .compound(let compound) = own.match(name) {
      return compound.name
    }
    return SpeciesName.folded(name)
  }

  private static func stem(_ name: String, _ suffix: String) -> String? {
    name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : nil
  }

  /// Weather, particles, inorganic gases, and contributions of factors.
  private static func isOther(_ pollutant: Pollutant) -> Bool {
    switch pollutant.kind {
    case .weather, .particulate: return true
    case .gas: return ![Pollutant.nmhc, .thc].contains(pollutant)
    case .other:
      return inorganic.contains(pollutant.identifier)
        || CompoundCatalogue.isTotalIon(SpeciesName.folded(pollutant.identifier))
        || pollutant.identifier.hasPrefix("factor_")
    }
  }

  private static let inorganic: Set<String> = [
    "h2o2", "hno3", "hono", "noy", "noz", "nh3", "co2", "n2o", "ro2", "ho2", "oh", "jno2",
    "solar_radiation", "sunshine",
  ]
}
