import Documents
import TextFiles
import NumericKernels

/// Turns rows of a fleet list into machines and gathers what cannot be taken.
struct RegisterReader: Sendable {
  private var rows: DelimitedReader
  private let columns: RegisterColumns
  private let dataYear: Int
  private let regulation: EngineStage.Regulation?
  private(set) var machines: [Machine] = []
  private(set) var sites: [String] = []
  /// The first cells that cannot be taken.
  private(set) var problems: [RegisterProblem] = []
  /// How many cells cannot be taken.
  private(set) var total = 0
  private var sitePositions: [String: Int32] = [:]
  // Texts repeat in a million rows; each is understood once.
  private var typePositions: [TextKey: Int] = [:]
  private var stagePositions: [TextKey: [StageCalendar.Share]] = [:]
  private var fuels: [TextKey: Machine.Fuel] = [:]
  private var retrofits: [TextKey: Machine.Retrofit] = [:]
  private var siteKeys: [TextKey: Int32] = [:]
  private var stagesFromYear = 0.0
  private var calendar: StageCalendar?
  private var kilowattRows = 0
  private var horsepowerRows = 0

  /// How many problems are kept in full.
  static let kept = 20

  init(
    _ bytes: [UInt8], file: String, dataYear: Int, regulation: EngineStage.Regulation?
  ) throws(OffRoadError) {
    rows = DelimitedReader(bytes)
    let hasHeader: Bool
    do { hasHeader = try rows.advance() } catch { throw OffRoadError(error, file: file) }
    guard hasHeader else { throw .file(.empty(file: file)) }
    columns = try RegisterColumns(rows.texts, file: file, regulation: regulation)
    self.dataYear = dataYear
    self.regulation = regulation
  }

  /// Reads all rows, in parts on several threads; the result does not depend on their number.
  ///
  /// - Throws: `OffRoadError` for a quoted field that is closed nowhere or that text follows.
  mutating func readAll(_ file: String) throws(OffRoadError) {
    let own = self
    let parts = rows.parts(size: Self.partSize)
    let readers = parallelMap(count: parts.count) { index in
      var reader = own
      reader.rows = parts[index]
      // Rows of registers have sixty bytes or more; growing by halves would touch memory twice.
      if parts.count > 1 { reader.machines.reserveCapacity(Self.partSize / 60) }
      return Result { () throws(TableError) in
        while try reader.rows.advance() { reader.readRow() }
        return reader
      }
    }
    do {
      let readers = try readers.map { reader throws(TableError) in try reader.get() }
      machines.reserveCapacity(readers.reduce(0) { $0 + $1.machines.count })
      for reader in readers { take(reader) }
    } catch {
      throw OffRoadError(error, file: file)
    }
  }

  /// Bytes that one thread reads at a time.
  private static let partSize = 4 << 20

  /// Takes over what another reader read of the same file, further down.
  private mutating func take(_ other: RegisterReader) {
    // Sites are numbered as they come in the whole file.
    let places = other.sites.map { name -> Int32 in
      if let known = sitePositions[name] { return known }
      let position = Int32(sites.count)
      sites.append(name)
      sitePositions[name] = position
      return position
    }
    let first = machines.count
    machines += other.machines
    if places.enumerated().contains(where: { Int32($0.offset) != $0.element }) {
      for index in first..<machines.count where machines[index].site >= 0 {
        machines[index].site = places[Int(machines[index].site)]
      }
    }
    problems += other.problems.prefix(max(0, Self.kept - problems.count))
    total += other.total
    stagesFromYear += other.stagesFromYear
    calendar = calendar ?? other.calendar
    kilowattRows += other.kilowattRows
    horsepowerRows += other.horsepowerRows
  }

  /// Stages that were taken from the model year.
  var defaults: [DefaultUse] {
    guard stagesFromYear > 0 else { return [] }
    return [
      DefaultUse(
        quantity: "assumed.stage-from-year", subject: "all", value: stagesFromYear,
        unit: "machines", machines: stagesFromYear,
        backing: calendar?.backing
          ?? Backing(sources: ["emission_limits.csv, dates"], isBacked: false))
    ]
  }

  /// What reading noticed without refusing it.
  var notices: [Message] {
    guard kilowattRows > 0, horsepowerRows > 0 else { return [] }
    return [
      Message(
        "off-road.two-units-of-power",
        ["kilowatts": .count(kilowattRows), "horsepower": .count(horsepowerRows)])
    ]
  }

  private mutating func refuse(
    _ role: RegisterColumns.Role, _ text: String, _ problem: Message, _ remedy: Message
  ) {
    total += 1
    guard problems.count < Self.kept else { return }
    problems.append(
      RegisterProblem(
        line: rows.line, column: columns.name(role), text: text, problem: problem,
        remedy: remedy))
  }

  private func text(_ role: RegisterColumns.Role) -> String {
    columns.position(role).map { rows.text($0) } ?? ""
  }

  private func key(_ role: RegisterColumns.Role) -> TextKey? {
    columns.position(role).flatMap { rows.key($0) }
  }

  private mutating func readRow() {
    let known = total
    let type = readType()
    let year = readYear()
    let power = readPower()
    let fuel = readFuel()
    let stages = readStages(
      year: year, power: power ?? type.map { MachineDefaults.all[$0].power }, fuel: fuel)
    let retrofit = readRetrofit()
    let count = readCount()
    let hours = readHours()
    let load = readShare(.loadFactor, allowsZero: false)
    let idling = readShare(.idlingShare, allowsZero: true)
    guard total == known, let type else { return }
    if retrofit != .none {
      checkRetrofit(
        retrofit, fuel, stages, power: power ?? MachineDefaults.all[type].power, year: year)
      guard total == known else { return }
    }
    let site = readSite()
    let isExempt = readExemption()
    // A year in which a standard was phased in is several machines of a part each.
    for own in stages {
      machines.append(
        Machine(
          type: type, stage: own.stage, power: power, modelYear: year, fuel: fuel,
          retrofit: retrofit, count: count * own.share, hours: hours, loadFactor: load,
          idlingShare: idling, site: site, isExempt: isExempt))
    }
  }

  /// Refuses a retrofit that the engine came with, or that has no exhaust to sit in.
  private mutating func checkRetrofit(
    _ retrofit: Machine.Retrofit, _ fuel: Machine.Fuel, _ stages: [StageCalendar.Share],
    power: Double, year: Int?
  ) {
    if fuel == .electric {
      refuse(
        .retrofit, retrofit.identifier, "error.off-road.is-electric-machine",
        "error.off-road.leave-empty-there-is")
      return
    }
    for own in stages {
      let stage = EngineStage.resolved(own.stage, power: power, modelYear: year)
      guard EngineStage.all[stage].alreadyHas(retrofit, power: power) else { continue }
      refuse(
        .retrofit, retrofit.identifier,
        Message(
          "error.off-road.left-works-with-it", ["stage": .fact(EngineStage.all[stage].identifier)]),
        "error.off-road.stage-has-it")
      return
    }
  }

  // MARK: One column each

  private mutating func readType() -> Int? {
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
  private mutating func readStages(
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
          "error.off-road.write-one-such-china-2")
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

  private mutating func readYear() -> Int? {
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

  private mutating func readPower() -> Double? {
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

  private static let powerRoles: [RegisterColumns.Role] = [
    .powerKilowatts, .powerHorsepower, .power,
  ]

  private static let unitFactors: [String: Double] = [
    "kw": 1, "hp": 0.7457, "bhp": 0.7457, "ps": 0.735_498_75, "cv": 0.735_498_75,
    "馬力": 0.735_498_75,
    "马力": 0.735_498_75, "千瓦": 1,
  ]

  /// kW in the unit that the row names.
  private mutating func unitFactor() -> Double? {
    guard let power = columns.position(.power), !rows.isEmpty(power) else { return nil }
    let text = text(.powerUnit)
    guard let factor = Self.unitFactors[text.lowercased()] else {
      refuse(
        .powerUnit, text, "error.off-road.is-not-unit-power",
        "error.off-road.write-kw-hp-0")
      return nil
    }
    return factor
  }

  private mutating func readFuel() -> Machine.Fuel {
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

  private mutating func readRetrofit() -> Machine.Retrofit {
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
      Message("error.off-road.choose-one-2", ["known": .names(known)]))
    return .none
  }

  private static let countRoles: [RegisterColumns.Role] = [.count, .weight]

  private mutating func readCount() -> Double {
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

  private mutating func readHours() -> Double? {
    guard let field = columns.position(.hours), !rows.isEmpty(field) else { return nil }
    guard let value = rows.number(field), value >= 0 else {
      refuse(
        .hours, rows.text(field), "error.off-road.is-not-number-hours",
        "error.off-road.give-hours-use-year")
      return nil
    }
    guard value <= 8_760 else {
      refuse(
        .hours, rows.text(field), "error.off-road.is-more-than-8",
        "error.off-road.give-hours-one-machine")
      return nil
    }
    return value
  }

  private mutating func readShare(_ role: RegisterColumns.Role, allowsZero: Bool) -> Double? {
    guard let field = columns.position(role), !rows.isEmpty(field) else { return nil }
    guard let value = rows.number(field), value <= 1, allowsZero ? value >= 0 : value > 0 else {
      refuse(
        role, rows.text(field), "error.off-road.is-not-share", "error.off-road.write-45-per-cent")
      return nil
    }
    return value
  }

  private mutating func readSite() -> Int32 {
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

  private func readExemption() -> Bool {
    guard let field = columns.position(.exemption), !rows.isEmpty(field) else { return false }
    switch rows.text(field).lowercased() {
    case "", "no", "none", "0", "false", "n/a", "否", "無", "无": return false
    default: return true
    }
  }
}
