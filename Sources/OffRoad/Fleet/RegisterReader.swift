import Documents
import TextFiles
import NumericKernels

/// Turns rows of a fleet list into machines and gathers what cannot be taken.
struct RegisterReader: Sendable {
  var rows: DelimitedReader
  let columns: RegisterColumns
  let dataYear: Int
  let regulation: EngineStage.Regulation?
  private(set) var machines: [Machine] = []
  var sites: [String] = []
  /// The first cells that cannot be taken.
  private(set) var problems: [RegisterProblem] = []
  /// How many cells cannot be taken.
  private(set) var total = 0
  var sitePositions: [String: Int32] = [:]
  // Texts repeat in a million rows; each is understood once.
  var typePositions: [TextKey: Int] = [:]
  var stagePositions: [TextKey: [StageCalendar.Share]] = [:]
  var fuels: [TextKey: Machine.Fuel] = [:]
  var retrofits: [TextKey: Machine.Retrofit] = [:]
  var siteKeys: [TextKey: Int32] = [:]
  var stagesFromYear = 0.0
  var calendar: StageCalendar?
  var kilowattRows = 0
  var horsepowerRows = 0

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

  mutating func refuse(
    _ role: RegisterColumns.Role, _ text: String, _ problem: Message, _ remedy: Message
  ) {
    total += 1
    guard problems.count < Self.kept else { return }
    problems.append(
      RegisterProblem(
        line: rows.line, column: columns.name(role), text: text, problem: problem,
        remedy: remedy))
  }

  func text(_ role: RegisterColumns.Role) -> String {
    columns.position(role).map { rows.text($0) } ?? ""
  }

  func key(_ role: RegisterColumns.Role) -> TextKey? {
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
}
