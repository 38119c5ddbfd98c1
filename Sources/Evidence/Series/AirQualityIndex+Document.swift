import Studies
public import AirQuality
public import Documents

/// Indices of one or several stations, to be shown.
public struct AirQualityIndexList: Documented {
  /// In the order in which they are shown.
  public let rows: [AirQualityIndex]

  /// A list of indices.
  public init(_ rows: [AirQualityIndex]) { self.rows = rows }

  /// The indices, and below them the rules under which they were made.
  public var document: Document {
    let table = Table("indices", "command.index", rows) {
      Column("station") { $0.station }
      Column("time") { .date($0.time) }
      Column("index") { row in
        row.index.map { .count($0) } ?? (row.withheld == nil ? .missing : .text("NA"))
      }
      Column("category") { row in
        row.category.map { category in
          let id =
            "index.\(row.scheme?.rawValue.prefix { $0 != "-" } ?? "").\(category.replacing(" ", with: "-"))"
          return Catalogue.builtIn.has(id) ? .message(Message(id)) : .text(category)
        } ?? .missing
      }
      Column("primary") { $0.primary.map(\.displayName).joined(separator: " ") }
      Column("parts") { row in row.parts.map { AirQualityIndex.message($0) } }
      Column("missing") { $0.missing.map(\.displayName).joined(separator: " ") }
      Column("scheme") { row in
        row.scheme.map { .text($0.rawValue) } ?? .message("command.none-in-force")
      }
    }
    let withheld = Set(rows.compactMap(\.withheld)).sorted()
    let schemes = AirQualityIndexScheme.allCases.filter { scheme in
      rows.contains { $0.scheme == scheme }
    }
    return Document(title: "command.index", data: table) {
      Section("answer", role: .answer) { table }
      Section("command.index-rules") {
        withheld.map { Note(.warning, .at("NA", .verbatim($0))) }
        schemes.flatMap { scheme in
          scheme.rules.map { rule in
            Note(
              .note,
              .rule(
                rule.text, source: rule.provenance.source, isOurs: rule.isOurs,
                isBacked: rule.provenance.isBacked),
              about: [.verbatim(scheme.rawValue)])
          }
        }
      }
    }
  }
}

extension AirQualityIndex {
  fileprivate static func message(_ part: AirQualityIndex.Part) -> Message {
    say(
      part.isBeyondScale ? "command.part-beyond" : "command.part",
      pollutant: part.pollutant.displayName, averaging: part.averaging,
      concentration: Value.plain(part.concentration), unit: part.unit.symbol, index: part.index)
  }
}
