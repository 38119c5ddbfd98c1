import Documents
import AirQuality
import TextFiles

extension InventoryFile {
  /// Reads a table with one process a line and no measures.
  ///
  /// Columns: `facility,process,activity,factor_kg` and, where known, `capture,control` (shares or
  /// ranges such as 0.8..0.9), `activity_deviation,factor_deviation` (relative standard
  /// deviations) and `profile`.
  ///
  /// - Parameter profiles: mass shares by compound, by the profile's name.
  /// - Throws: `VOCError.field` with file and line.
  public init(
    table: String, profiles: [String: [String: Double]] = [:], file: String
  ) throws(VOCError) {
    let lines = try VOCError.records(table, file: file)
    let known = [
      "facility", "process", "activity", "factor_kg", "capture", "control", "activity_deviation",
      "factor_deviation", "profile",
    ]
    let header = lines.first?.fields ?? []
    for name in known.prefix(4) where !header.contains(name) {
      throw .field(
        name, problem: "error.voc.is-no-column",
        remedy: Message("error.voc.write-header", ["known": .fact(known.joined(separator: ","))]),
        file: "\(file):1")
    }
    for name in header where !known.contains(name) {
      throw .field(
        name, problem: "error.voc.is-column-is-not",
        remedy: Message("error.voc.choose-among", ["known": .names(known)]), file: "\(file):1")
    }
    var processes: [EmissionInventory.Process] = []
    for line in lines.dropFirst() {
      let cells = line.fields
      let place = "\(file):\(line.line)"
      guard cells.count == header.count else {
        throw .field(
          cells.joined(separator: ","),
          problem: Message(
            "error.voc.has-fields-not",
            ["count": .fact(cells.count), "count2": .fact(header.count)]),
          remedy: "error.voc.fill-every-column", file: place)
      }
      func text(_ name: String) -> String? {
        header.firstIndex(of: name).map { cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      }
      func uncertain(_ name: String, _ deviation: String? = nil) throws(VOCError)
        -> UncertainNumber?
      {
        guard let written = text(name) else { return nil }
        guard let number = UncertainNumber(written) else {
          throw .field(
            name, problem: Message("error.voc.is-cell-without-number", ["written": .fact(written)]),
            remedy: "error.voc.write-share-or-range",
            file: place)
        }
        guard let deviation, let spread = text(deviation) else { return number }
        guard let relative = Double(spread), relative >= 0, number.value > 0 else {
          throw .field(
            deviation, problem: Message("error.voc.is-spread", ["spread": .fact(spread)]),
            remedy: "error.voc.write-share", file: place)
        }
        return relative == 0
          ? number : UncertainNumber(number.value, spread: .logarithmic(deviation: relative))
      }
      guard let facility = text("facility"), let name = text("process"),
        let activity = try uncertain("activity", "activity_deviation"),
        let factor = try uncertain("factor_kg", "factor_deviation")
      else {
        throw .field(
          "facility, process, activity, factor_kg", problem: "error.voc.may-not-empty",
          remedy: "error.voc.fill-them", file: place)
      }
      processes.append(
        EmissionInventory.Process(
          facility: facility, name: name, activity: activity, factor: factor,
          capture: try uncertain("capture") ?? UncertainNumber(0),
          control: try uncertain("control") ?? UncertainNumber(0), profile: text("profile")))
    }
    guard !processes.isEmpty else {
      throw .field(
        "process", problem: "error.voc.is-no-line", remedy: "error.voc.write-one-process-line",
        file: file)
    }
    self.init(
      inventory: EmissionInventory(title: file, processes: processes, profiles: profiles),
      measures: [])
  }

  /// Reads `profile,species,share`, one compound a line.
  ///
  /// - Throws: `VOCError.field` with file and line.
  public static func profiles(
    table: String, file: String
  ) throws(VOCError) -> [String: [String: Double]] {
    var profiles: [String: [String: Double]] = [:]
    for record in try VOCError.records(table, file: file).dropFirst() {
      let cells = record.fields
      // A compound's name may hold commas: the profile ends at the first, the share begins at the
      // last.
      guard cells.count >= 3, let share = Double(cells[cells.count - 1]) else {
        throw .field(
          cells.joined(separator: ","), problem: "error.voc.is-no-profile-compound",
          remedy: "error.voc.write-profile-row", file: "\(file):\(record.line)")
      }
      let species = cells[1..<(cells.count - 1)].joined(separator: ",")
      profiles[cells[0], default: [:]][species] = share
    }
    return profiles
  }
}
