import Documents

/// Checks that look at two or three pollutants of one station.
enum PairChecks {
  /// More fine than coarse-and-fine particulates.
  ///
  /// Every hour counts in the share; flagged are only those hours whose excess two instruments'
  /// errors do not explain: more than 10 µg/m³ and more than a quarter.
  static func particulates(
    fine: MonitoringSeries, all: MonitoringSeries
  ) -> [QualityFinding] {
    guard fine.unit == all.unit, fine.axis.isAligned(with: all.axis) else { return [] }
    let shift = offset(from: fine, to: all)
    var paired = 0
    var above = 0
    var far: [Int] = []
    for position in fine.storage.indices {
      let value = fine.storage[position]
      let other = position + shift
      guard !value.isNaN, all.storage.indices.contains(other), !all.storage[other].isNaN
      else { continue }
      paired += 1
      guard value > all.storage[other] else { continue }
      above += 1
      let excess = value - all.storage[other]
      if excess > 10, excess > 0.25 * all.storage[other] { far.append(position) }
    }
    guard above > 0, paired >= 100 else { return [] }
    let share = Double(above) / Double(paired)
    var values: [String: Value] = ["share": .percent(share), "steps": fine.steps(paired)]
    if !far.isEmpty { values["far"] = .count(far.count) }
    let message = Message(far.isEmpty ? "quality.pm-order" : "quality.pm-order-far", values)
    let facts = ["share": share, "paired": Double(paired), "far": Double(far.count)]
    let grade: QualityGrade = share < 0.01 && far.isEmpty ? .note : .suspect
    if far.isEmpty { return [fine.finding(.pmOrder, grade, message, facts: facts)] }
    return [fine.finding(.pmOrder, grade, at: far, message, facts: facts)]
  }

  /// NO and NO2 that do not add up to NOx, counted in molecules.
  ///
  /// Networks report NOx in ppb or as the mass of NO2; both are tried by conversion, and only a
  /// difference of more than 5 ppb and a fifth counts.
  static func nitrogenOxides(
    no: MonitoringSeries, no2: MonitoringSeries, nox: MonitoringSeries
  ) -> [QualityFinding] {
    func inPartsPerBillion(_ series: MonitoringSeries) -> MonitoringSeries? {
      if series.unit.dimension == .ratio {
        return try? series.converted(to: .partsPerBillion).series
      }
      // One state for all three: only the ratio of the molecules' masses matters.
      let stated = series.with(storage: series.storage, referenceState: .kelvin293)
      return try? stated.converted(to: .partsPerBillion).series
    }
    guard let no = inPartsPerBillion(no), let no2 = inPartsPerBillion(no2),
      let nox = inPartsPerBillion(nox), no.axis.isAligned(with: nox.axis),
      no2.axis.isAligned(with: nox.axis)
    else { return [] }
    let (toNO, toNO2) = (offset(from: nox, to: no), offset(from: nox, to: no2))
    var paired = 0
    var wrong: [Int] = []
    for position in nox.storage.indices {
      let total = nox.storage[position]
      guard !total.isNaN, no.storage.indices.contains(position + toNO),
        no2.storage.indices.contains(position + toNO2)
      else { continue }
      let sum = no.storage[position + toNO] + no2.storage[position + toNO2]
      if sum.isNaN { continue }
      paired += 1
      let difference = abs(sum - total)
      if difference > 5, difference > 0.2 * max(sum, total) { wrong.append(position) }
    }
    guard !wrong.isEmpty, paired >= 100 else { return [] }
    let share = Double(wrong.count) / Double(paired)
    return [
      nox.finding(
        .nitrogenSum, share < 0.001 ? .note : .suspect, at: wrong,
        Message(
          "quality.nitrogen-sum", ["share": .percent(share), "steps": nox.steps(paired)]),
        facts: ["share": share, "paired": Double(paired)])
    ]
  }

  /// What to add to a position of one series to find the same instant in another.
  private static func offset(from one: MonitoringSeries, to other: MonitoringSeries) -> Int {
    other.axis.ceilingPosition(of: one.axis.start)
  }
}
