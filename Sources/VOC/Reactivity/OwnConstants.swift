import AirQuality
import Documents
import TextFiles

/// Constants that a user states, before those of the catalogue: another set of incremental
/// reactivities, a rate constant measured since.
///
/// China’s own set of incremental reactivities is not part of the program: no table of it was found in
/// a source that a reader can open. Whoever has one states it here.
public struct OwnConstants: Hashable, Codable, Sendable {
  /// By the compound's English name, then by the scale's identifier (`mir`, `koh`, `soap`, `fac`).
  public private(set) var values: [String: [String: ReactivityConstant]] = [:]

  /// None.
  public init() {}

  /// Reads a table `species,constant,value,source` with one constant a line; names as in files of
  /// compounds, constants `mir`, `koh`, `soap`, `fac`.
  ///
  /// - Throws: `VOCError.field` with file and line; `.unknownCompounds`.
  public init(table: String, file: String) throws(VOCError) {
    let lines = try VOCError.records(table, file: file)
    let header = ["species", "constant", "value", "source"]
    guard lines.first?.fields == header else {
      throw .field(
        lines.first?.fields.joined(separator: ",") ?? "",
        problem: "error.voc.is-no-header-of-constants",
        remedy: Message(
          "error.voc.write-header", ["known": .fact(header.joined(separator: ","))]),
        file: "\(file):1")
    }
    for line in lines.dropFirst() {
      let place = "\(file):\(line.line)"
      func bad(_ problem: Message, _ remedy: Message) -> VOCError {
        .field(line.fields.joined(separator: ","), problem: problem, remedy: remedy, file: place)
      }
      guard line.fields.count == 4 else {
        throw bad(
          Message("error.voc.has-fields-not-four", ["count": .count(line.fields.count)]),
          Message("error.voc.write-header", ["known": .fact(header.joined(separator: ","))]))
      }
      let compound = try CompoundCatalogue.embedded.compound(named: line.fields[0], place: place)
      guard let scale = ReactivityScale(rawValue: line.fields[1]) else {
        throw bad(
          Message("error.voc.names-the-constant", ["name": .fact(line.fields[1])]),
          Message(
            "error.voc.choose-a-constant",
            ["known": .fact(ReactivityScale.allCases.map(\.rawValue).joined(separator: ", "))]))
      }
      guard let value = Double(line.fields[2]), value.isFinite,
        // Some compounds take ozone away; nothing reacts at a negative speed.
        value >= 0 || scale == .ozone
      else { throw bad("error.voc.no-number-of-a-constant", "error.voc.correct-the-constant") }
      guard !line.fields[3].isEmpty else {
        throw bad("error.voc.constant-has-no-source", "error.voc.say-where-it-comes-from")
      }
      guard values[compound.name]?[scale.rawValue] == nil else {
        throw bad("error.voc.stands-twice", "error.voc.keep-one-line")
      }
      values[compound.name, default: [:]][scale.rawValue] = ReactivityConstant(
        value: value, source: line.fields[3], basis: .stated)
    }
    guard !values.isEmpty else {
      throw .field(
        "value", problem: "error.voc.constants-in-no-line",
        remedy: "error.voc.write-one-constant-a-line", file: file)
    }
  }

  subscript(compound: Compound, scale: ReactivityScale) -> ReactivityConstant? {
    values[compound.name]?[scale.rawValue] ?? compound.constants[scale]
  }
}
