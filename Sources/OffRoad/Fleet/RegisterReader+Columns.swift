import Documents
import NumericKernels
import TextFiles

/// What each column of a fleet list says.
extension RegisterReader {
  mutating func readType() -> Int? {
    let key = key(.type)
    if let key, let known = typePositions[key] { return known }
    let text = text(.type)
    guard let position = MachineType.position(named: text) else {
      let near = MachineType.nearest(to: text)
      refuse(
        .type, text, "error.off-road.is-not-type-machine",
        near.isEmpty
          ? "error.off-road.choose-a-type"
          : Message("error.off-road.write-the-one-meant", ["names": .names(near)]))
      return nil
    }
    if let key { typePositions[key] = position }
    return position
  }

  /// The stages that a row stands for with their shares; empty when it was refused.
  mutating func readStages(
    year: Int?, power: Double?, fuel: Machine.Fuel
  ) -> [StageCalendar.Share] {
    let key = key(.stage)
    if let key, let known = stagePositions[key] { return known }
    let text = text(.stage)
    if text.isEmpty {
      // An electric machine has no engine to be of a stage.
      if fuel == .electric { return [StageCalendar.Share(stage: 0, share: 1)] }
      guard let regulation, let year, let power else {
        refuse(
          .stage, text, "error.off-road.says-no-stage",
          "error.off-road.write-stage-or-regulation")
        return []
      }
      stagesFromYear += 1
      var own = calendar ?? StageCalendar(regulation)
      defer { calendar = own }
      return own.shares(power: power, modelYear: year)
    }
    guard let position = EngineStage.position(of: text, regulation: regulation) else {
      let near = EngineStage.nearest(to: text, regulation: regulation)
      refuse(
        .stage, text, "error.off-road.is-not-stage",
        near.isEmpty
          ? "error.off-road.choose-a-stage"
          : Message("error.off-road.write-the-one-meant", ["names": .names(near)]))
      return []
    }
    let shares = [StageCalendar.Share(stage: position, share: 1)]
    if let key { stagePositions[key] = shares }
    return shares
  }

  mutating func readYear() -> Int? {
    guard let field = columns.position(.modelYear), !rows.isEmpty(field) else { return nil }
    guard let value = rows.number(field), value == value.rounded(), (1900...2200).contains(value)
    else {
      refuse(
        .modelYear, rows.text(field), "error.off-road.is-not-year",
        "error.off-road.write-four-digits-leave")
      return nil
    }
    let year = Int(value)
    guard year <= dataYear else {
      refuse(
        .modelYear, rows.text(field),
        Message("error.off-road.after-data", ["year": .fact(dataYear)]),
        "error.off-road.correct-year-give-right")
      return nil
    }
    return year
  }

  mutating func readPower() -> Double? {
    var found: Double?
    for role in Self.powerRoles {
      guard let field = columns.position(role), !rows.isEmpty(field) else { continue }
      let factor =
        role == .powerKilowatts
        ? 1 : role == .powerHorsepower ? Horsepower.kilowatts : unitFactor() ?? 1
      guard let value = rows.number(field) else {
        let text = rows.text(field)
        let word = text.drop { !$0.isLetter }.lowercased()
        refuse(
          role, text,
          Self.unitFactors[word] != nil
            ? "error.off-road.carries-unit-own-column" : "error.off-road.is-not-number",
          "error.off-road.write-number-alone-unit")
        return nil
      }
      guard value > 0, value * factor <= 5_000 else {
        refuse(
          role, rows.text(field), "error.off-road.is-no-power-machine",
          "error.off-road.give-rated-power")
        return nil
      }
      let own = value * factor
      if let found, abs(own - found) > 0.02 * found {
        refuse(
          role, rows.text(field), "error.off-road.does-not-agree-power",
          "error.off-road.leave-one-two-empty")
        return nil
      }
      if found == nil {
        found = own
        if factor == 1 { kilowattRows += 1 } else { horsepowerRows += 1 }
      }
    }
    return found
  }

  static let powerRoles: [RegisterColumns.Role] = [
    .powerKilowatts, .powerHorsepower, .power,
  ]

  static let unitFactors: [String: Double] = [
    "kw": 1, "hp": 0.7457, "bhp": 0.7457, "ps": 0.735_498_75, "cv": 0.735_498_75,
    "馬力": 0.735_498_75,
    "马力": 0.735_498_75, "千瓦": 1,
  ]

  /// kW in the unit that the row names.
  mutating func unitFactor() -> Double? {
    guard let power = columns.position(.power), !rows.isEmpty(power) else { return nil }
    let text = text(.powerUnit)
    guard let factor = Self.unitFactors[text.lowercased()] else {
      refuse(
        .powerUnit, text, "error.off-road.is-not-unit-power",
        "error.off-road.write-unit-of-power")
      return nil
    }
    return factor
  }

  mutating func readFuel() -> Machine.Fuel {
    let key = key(.fuel)
    if let key, let known = fuels[key] { return known }
    let text = text(.fuel)
    let fuel: Machine.Fuel
    switch text.lowercased() {
    case "", "diesel", "gas oil", "軽油", "柴油": fuel = .diesel
    case "electric", "battery", "electricity", "電動", "电动": fuel = .electric
    default:
      refuse(
        .fuel, text, "error.off-road.is-fuel-without-factors",
        "error.off-road.only-diesel-electric-machines")
      return .diesel
    }
    if let key { fuels[key] = fuel }
    return fuel
  }

  mutating func readRetrofit() -> Machine.Retrofit {
    let key = key(.retrofit)
    if let key, let known = retrofits[key] { return known }
    let text = text(.retrofit)
    if text.isEmpty { return .none }
    if let found = Machine.Retrofit.allCases.first(where: { $0.identifier == text.lowercased() }) {
      if let key { retrofits[key] = found }
      return found
    }
    let known = Machine.Retrofit.allCases.map(\.identifier)
    refuse(
      .retrofit, text, "error.off-road.is-not-retrofit",
      Message("error.off-road.choose-known", ["known": .names(known)]))
    return .none
  }

  static let countRoles: [RegisterColumns.Role] = [.count, .weight]

  mutating func readCount() -> Double {
    var product = 1.0
    for role in Self.countRoles {
      guard let field = columns.position(role), !rows.isEmpty(field) else { continue }
      guard let value = rows.number(field), value >= 0 else {
        refuse(
          role, rows.text(field),
          role == .count
            ? "error.off-road.is-not-number-machines" : "error.off-road.is-not-survey-weight",
          "error.off-road.give-number-zero-more")
        return 0
      }
      product *= value
    }
    return product
  }

  mutating func readHours() -> Double? {
    guard let field = columns.position(.hours), !rows.isEmpty(field) else { return nil }
    guard let value = rows.number(field), value >= 0 else {
      refuse(
        .hours, rows.text(field), "error.off-road.is-not-number-hours",
        "error.off-road.give-hours-use-year")
      return nil
    }
    guard value <= 8_760 else {
      refuse(
        .hours, rows.text(field), "error.off-road.is-more-than-a-year",
        "error.off-road.give-hours-one-machine")
      return nil
    }
    return value
  }

  mutating func readShare(_ role: RegisterColumns.Role, allowsZero: Bool) -> Double? {
    guard let field = columns.position(role), !rows.isEmpty(field) else { return nil }
    guard let value = rows.number(field), value <= 1, allowsZero ? value >= 0 : value > 0 else {
      refuse(
        role, rows.text(field), "error.off-road.is-not-share", "error.off-road.write-45-per-cent")
      return nil
    }
    return value
  }

  mutating func readSite() -> Int32 {
    let key = key(.site)
    if let key, let known = siteKeys[key] { return known }
    let text = text(.site)
    guard !text.isEmpty else { return -1 }
    let position = sitePositions[text] ?? Int32(sites.count)
    if position == sites.count {
      sites.append(text)
      sitePositions[text] = position
    }
    if let key { siteKeys[key] = position }
    return position
  }

  func readExemption() -> Bool {
    guard let field = columns.position(.exemption), !rows.isEmpty(field) else { return false }
    switch rows.text(field).lowercased() {
    case "", "no", "none", "0", "false", "n/a", "否", "無", "无": return false
    default: return true
    }
  }
}
