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
        name, problem: "is no column", remedy: "write the header \(known.joined(separator: ","))",
        file: "\(file):1")
    }
    for name in header where !known.contains(name) {
      throw .field(
        name, problem: "is a column that is not read",
        remedy: "choose among \(known.joined(separator: ", "))", file: "\(file):1")
    }
    var processes: [EmissionInventory.Process] = []
    for line in lines.dropFirst() {
      let cells = line.fields
      let place = "\(file):\(line.line)"
      guard cells.count == header.count else {
        throw .field(
          cells.joined(separator: ","), problem: "has \(cells.count) fields, not \(header.count)",
          remedy: "fill every column", file: place)
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
            name, problem: "is “\(written)”, which is no number", remedy: "write 0.9 or 0.8..0.9",
            file: place)
        }
        guard let deviation, let spread = text(deviation) else { return number }
        guard let relative = Double(spread), relative >= 0, number.value > 0 else {
          throw .field(
            deviation, problem: "is “\(spread)”", remedy: "write a share such as 0.2", file: place)
        }
        return relative == 0
          ? number : UncertainNumber(number.value, spread: .logarithmic(deviation: relative))
      }
      guard let facility = text("facility"), let name = text("process"),
        let activity = try uncertain("activity", "activity_deviation"),
        let factor = try uncertain("factor_kg", "factor_deviation")
      else {
        throw .field(
          "facility, process, activity, factor_kg", problem: "may not be empty",
          remedy: "fill them", file: place)
      }
      processes.append(
        EmissionInventory.Process(
          facility: facility, name: name, activity: activity, factor: factor,
          capture: try uncertain("capture") ?? UncertainNumber(0),
          control: try uncertain("control") ?? UncertainNumber(0), profile: text("profile")))
    }
    guard !processes.isEmpty else {
      throw .field(
        "process", problem: "is in no line", remedy: "write one process a line", file: file)
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
          cells.joined(separator: ","), problem: "is no profile, compound and share",
          remedy: "write “coating,toluene,0.35”", file: "\(file):\(record.line)")
      }
      let species = cells[1..<(cells.count - 1)].joined(separator: ",")
      profiles[cells[0], default: [:]][species] = share
    }
    return profiles
  }
}
