public import AirQuality
public import Documents
public import Ingest
public import Store
public import Studies

extension Table {
  /// The stations of an archive.
  public static func stations(_ stations: [Station]) -> Table {
    Table("stations", "weather.stations", stations) {
      Column("station") { .text($0.key) }
      Column("name") { .text($0.name) }
      Column("latitude", heading: "axis.latitude") { station in
        .optional(station.coordinate) { .number($0.latitude, .decimals(5)) }
      }
      Column("longitude", heading: "axis.longitude") { station in
        .optional(station.coordinate) { .number($0.longitude, .decimals(5)) }
      }
    }
  }

  /// What was read into an archive.
  ///
  /// - Parameter isWhole: whether paths and digests stand in full, as files have them.
  public static func sources(_ sources: [SourceFile], isWhole: Bool) -> Table {
    Table("sources", "command.sources", sources) {
      Column("reading") { .text(String($0.reading.prefix(12))) }
      Column("file") { .text(isWhole ? $0.path : $0.name) }
      Column("format") { .text($0.format) }
      Column("rows") { .count($0.rowCount) }
      Column("bytes") { .count($0.byteCount) }
      Column("sha256") { .text(isWhole ? $0.sha256 : String($0.sha256.prefix(12))) }
    }
  }

  /// What was taken back.
  public static func forgotten(_ reports: [ForgetReport]) -> Table {
    Table("forgotten", "command.forgotten", reports) {
      Column("file") { .text($0.file) }
      Column("values removed", heading: "column.values-removed") { .count($0.removedValues) }
      Column("kept for other readings", heading: "column.values-kept") { .count($0.sharedValues) }
      Column("series removed", heading: "column.series-removed") { .count($0.removedSeries) }
      Column("marks removed", heading: "column.marks-removed") { .count($0.removedFlags) }
    }
  }

  /// What was found damaged.
  public static func faults(_ report: ArchiveVerification) -> Table {
    Table("faults", "column.what-is-wrong", report.faults) {
      Column("check") { .text($0.check.rawValue) }
      Column("what is wrong", heading: "column.what-is-wrong") { .message($0.detail) }
    }
  }

  /// Format, size and counts of an archive.
  public static func info(_ info: ArchiveInfo) -> Table {
    Table("info", "column.what", info.counts) {
      Column("what") { row in
        .message(Message("command.archive.\(row.name.replacing(" ", with: "-"))"))
      }
      Column("count", heading: "command.count") { .count($0.count) }
    }
  }

  /// Public data sets.
  public static func dataSets(_ sets: [PublicDataSet]) -> Table {
    Table("datasets", "command.datasets", sets) {
      Column("name") { .text($0.name) }
      Column("format") { .text($0.format) }
      Column("licence") { .text($0.licence) }
      Column("sha256") { set in
        .message(
          set.files.allSatisfy { $0.sha256 != nil }
            ? "command.digest-known" : "command.digest-on-first-use")
      }
      Column("title") { .text($0.title) }
    }
  }
}

extension Presentation {
  /// What was looked at in an archive, and what is damaged.
  public init(verification found: ArchiveVerification, of path: String) {
    let read = Message(
      "command.archive-read",
      [
        "stations": .count(found.stations), "series": .count(found.series),
        "blocks": .count(found.blocks), "values": .count(found.values),
      ])
    self.init(
      [found], found.isSound ? [read, "command.archive-sound"] : [read], .faults(found))
    isSound = found.isSound
    if !isSound {
      remarks = [
        Message(
          "command.archive-damaged",
          ["count": .count(found.faults.count), "path": .text(path)])
      ]
    }
  }

  /// What could be saved of a damaged archive, and what is lost.
  public init(rescue: ArchiveRescue, into path: String) {
    func lines(_ id: String, _ lines: [String]) -> [Message] {
      lines.map { Message("command.rescue-\(id)", ["what": .text($0)]) }
    }
    let kept = Message(
      "command.rescue-kept",
      [
        "blocks": .count(rescue.blocks), "series": .count(rescue.series),
        "values": .count(rescue.values),
      ])
    self.init(rescue, lines("lost", rescue.lost) + lines("doubtful", rescue.doubtful) + [kept])
    epilogue = [Message("command.rescue-written", ["path": .text(path)])]
    isSound = (rescue.lost + rescue.doubtful).isEmpty
  }
}

extension Presentation {
  /// The answer to an SQL query.
  public init(rows result: QueryResult, of query: String) {
    let objects = result.rows.map { row in
      Dictionary(zip(result.columns, row)) { first, _ in first }
    }
    self.init(
      objects,
      Table("rows", .verbatim(query), result.rows) {
        for (place, name) in result.columns.enumerated() {
          Column(name, .verbatim(name)) { $0[place].text }
        }
      })
  }
}

extension Document {
  /// The file formats that can be read, with units, missing codes and time.
  public static func formats(_ formats: [FileFormat]) -> Document {
    let table = Table("formats", "command.formats", formats) {
      Column("format") { .text($0.identifier) }
      Column("title") { .text($0.title) }
      Column("time") { .text($0.timeConvention) }
      Column("missing") { .text($0.missingCodes.joined(separator: " ")) }
      Column("notes", heading: "command.notes") { .text($0.notes) }
    }
    return Document(title: "command.formats", data: table) {
      for format in formats {
        Section(.verbatim(format.identifier)) {
          Message.verbatim(format.title)
          Block.terms(terms(format))
        }
      }
    }
  }

  private static func terms(_ format: FileFormat) -> [Term] {
    func term(_ name: Message, _ texts: [String]) -> Term {
      Term(name, [Message("named", ["name": .names(texts)])])
    }
    return [
      term("column.columns", format.columns), term("column.missing", format.missingCodes),
      term("column.time", [format.timeConvention]),
      term(
        "column.units",
        format.units.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }),
      format.assumed.isEmpty
        ? Term("column.assumed", ["command.nothing-assumed"])
        : Term("column.assumed", [say("list", names: format.assumptions)]),
      Term(
        "command.notes",
        format.restsOnMemory
          ? ["command.rests-on-memory", .verbatim(format.notes)] : [.verbatim(format.notes)]),
    ]
  }
}

extension Ingestion.Outcome {
  /// What became of each file that is stored.
  public var table: Table {
    Table("ingested", "command.ingested", files) {
      Column("file") { .text($0.report.file) }
      Column("format") { .text($0.format) }
      Column("rows") { .count($0.rows) }
      Column("series") { .count($0.series) }
      Column("new values", heading: "column.new-values") { .count($0.report.newValues) }
      Column("known values", heading: "column.known-values") { .count($0.report.equalValues) }
      Column("note", heading: "command.notes", isOptional: true) { Self.note($0.report) }
    }
  }

  private static func note(_ report: IngestReport) -> Value {
    if report.isRepeat { return .message("command.read-before") }
    let notes = [
      report.replacedValues > 0
        ? Message("command.values-replaced", ["count": .count(report.replacedValues)]) : nil,
      report.refusedValues > 0
        ? Message("command.values-refused", ["count": .count(report.refusedValues)]) : nil,
      report.replacedReadings.isEmpty ? nil : "command.reading-replaced",
    ].compactMap(\.self)
    return notes.isEmpty ? .missing : .list(notes.map { .message($0) })
  }

  /// What reading assumed, repaired or left out, each thing once.
  public var remarks: [Message] {
    var said: Set<Message> = []
    return
      (files.filter { !$0.report.isRepeat }.flatMap(Self.remarks)
      + empty.map { .at($0, "command.header-only") }).filter { said.insert($0).inserted }
  }

  private static func remarks(_ file: Ingestion.IngestedRow) -> [Message] {
    file.notices.map { notice in
      // What holds for a format or an archive is said once, not for each of a thousand files.
      let isOfFormat = [.assumed, .columnsLeftOut].contains(notice.kind)
      return QualityRepair(
        file: isOfFormat ? file.format : file.report.file,
        notice: isOfFormat
          ? IngestNotice(kind: notice.kind, message: notice.message, count: 1) : notice
      ).message
    } + file.report.remarks.map { .at(file.report.file, $0) }
  }

  /// How many files are not in the archive, and which were not tried.
  public func shortfall(of all: Int) -> [Message] {
    let failed = Message(
      "command.not-stored",
      [
        "count": .count(failures.count), "all": .count(all),
        "names": .names(failures.map(\.path)),
      ])
    guard !untried.isEmpty else { return [failed] }
    return [failed, Message("command.not-tried", ["names": .names(untried)])]
  }
}
