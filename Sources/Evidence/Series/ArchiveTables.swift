public import AirQuality
public import Documents
public import Ingest
public import Store
public import Studies

extension Table {
  /// The stations of an archive.
  public static func stations(_ stations: [Station]) -> Table {
    Table("stations", "weather.stations", stations) {
      Column("station") { $0.key }
      Column("name") { $0.name }
      Column("latitude", "axis.latitude") { $0.coordinate?.latitude.decimals(5) }
      Column("longitude", "axis.longitude") { $0.coordinate?.longitude.decimals(5) }
    }
  }

  /// What was read into an archive.
  ///
  /// - Parameter isWhole: whether paths and digests stand in full, as files have them.
  public static func sources(_ sources: [SourceFile], isWhole: Bool) -> Table {
    Table("sources", "command.sources", sources) {
      Column("reading") { .text(String($0.reading.prefix(12))) }
      Column("file") { .text(isWhole ? $0.path : $0.name) }
      Column("format") { $0.format }
      Column("rows") { $0.rowCount }
      Column("bytes") { $0.byteCount }
      Column("sha256") { .text(isWhole ? $0.sha256 : String($0.sha256.prefix(12))) }
    }
  }

  /// What was taken back.
  public static func forgotten(_ reports: [ForgetReport]) -> Table {
    Table("forgotten", "command.forgotten", reports) {
      Column("file") { $0.file }
      Column("values removed", "column.values-removed") { $0.removedValues }
      Column("kept for other readings", "column.values-kept") { $0.sharedValues }
      Column("series removed", "column.series-removed") { $0.removedSeries }
      Column("marks removed", "column.marks-removed") { $0.removedFlags }
    }
  }

  /// What was found damaged.
  public static func faults(_ report: ArchiveVerification) -> Table {
    Table("faults", "column.what-is-wrong", report.faults) {
      Column("check") { $0.check.rawValue }
      Column("what is wrong", "column.what-is-wrong") { $0.detail }
    }
  }

  /// Format, size and counts of an archive.
  public static func info(_ info: ArchiveInfo) -> Table {
    Table("info", "column.what", info.counts) {
      Column("what") { Message("command.archive.\($0.name.replacing(" ", with: "-"))") }
      Column("count", "command.count") { $0.count }
    }
  }

  /// Public data sets.
  public static func dataSets(_ sets: [PublicDataSet]) -> Table {
    Table("datasets", "command.datasets", sets) {
      Column("name") { $0.name }
      Column("format") { $0.format }
      Column("licence") { $0.licence }
      Column("sha256") { set -> Message in
        set.files.allSatisfy { $0.sha256 != nil }
          ? "command.digest-known" : "command.digest-on-first-use"
      }
      Column("title") { $0.title }
    }
  }
}

extension Presentation {
  /// What was read into an archive, and how.
  public init(sources: [SourceFile], isWhole: Bool) {
    struct Row: Encodable {
      let file: SourceFile
      let settings: String
    }
    self.init(
      sources.map { Row(file: $0, settings: $0.settings) }, .sources(sources, isWhole: isWhole))
  }

  /// What was taken back, and which files must be read again.
  public init(forgotten reports: [ForgetReport]) {
    self.init(reports, .forgotten(reports))
    epilogue = reports.flatMap(\.toReadAgain).map { say("command.read-again", path: $0) }
  }

  /// What became of files.
  ///
  /// - Parameter count: of all files.
  public init(ingested found: Ingestion.Outcome, of count: Int) {
    let isNothing = found.files.isEmpty && !found.failures.isEmpty
    self = isNothing ? Self(found.files, []) : Self(found.files, found.table)
    remarks = found.remarks
    guard !found.failures.isEmpty else { return }
    epilogue = found.shortfall(of: count)
    isSound = false
  }

  /// What was looked at in an archive, and what is damaged.
  public init(verification found: ArchiveVerification, of path: String) {
    let read = say(
      "command.archive-read", stations: found.stations, series: found.series,
      blocks: found.blocks, values: found.values)
    self.init([found], found.isSound ? [read, "command.archive-sound"] : [read], .faults(found))
    isSound = found.isSound
    if !isSound {
      remarks = [say("command.archive-damaged", count: found.faults.count, path: path)]
    }
  }

  /// What could be saved of a damaged archive, and what is lost.
  public init(rescue: ArchiveRescue, into path: String) {
    func lines(_ id: String, _ lines: [String]) -> [Message] {
      lines.map { say("command.rescue-\(id)", what: $0) }
    }
    let kept = say(
      "command.rescue-kept", blocks: rescue.blocks, series: rescue.series, values: rescue.values)
    self.init(rescue, lines("lost", rescue.lost) + lines("doubtful", rescue.doubtful) + [kept])
    epilogue = [say("command.rescue-written", path: path)]
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
      Column("format") { $0.identifier }
      Column("title") { $0.title }
      Column("time") { $0.timeConvention }
      Column("missing") { .text($0.missingCodes.joined(separator: " ")) }
      Column("notes", "command.notes") { $0.notes }
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
      Term(name, [say("named", name: texts)])
    }
    return [
      term("column.columns", format.columns), term("column.missing", format.missingCodes),
      term("column.time", [format.timeConvention]),
      term(
        "column.units", format.units.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }),
      format.assumed.isEmpty
        ? Term("column.assumed", ["command.nothing-assumed"])
        : Term("column.assumed", [say("list", names: format.assumptions)]),
      Term(
        "command.notes",
        (format.restsOnMemory ? ["command.rests-on-memory"] : []) + [.verbatim(format.notes)]),
    ]
  }
}

extension Ingestion.Outcome {
  /// What became of each file that is stored.
  public var table: Table {
    Table("ingested", "command.ingested", files) {
      Column("file") { $0.report.file }
      Column("format") { $0.format }
      Column("rows") { $0.rows }
      Column("series") { $0.series }
      Column("new values", "column.new-values") { $0.report.newValues }
      Column("known values", "column.known-values") { $0.report.equalValues }
      Column("note", "command.notes", isOptional: true) { Self.note($0.report) }
    }
  }

  private static func note(_ report: IngestReport) -> Value {
    if report.isRepeat { return .message("command.read-before") }
    func counted(_ id: String, _ count: Int) -> Message? { count > 0 ? say(id, count: count) : nil }
    let notes = [
      counted("command.values-replaced", report.replacedValues),
      counted("command.values-refused", report.refusedValues),
      report.replacedReadings.isEmpty ? nil : "command.reading-replaced",
    ].compactMap(\.self)
    return notes.isEmpty ? .missing : notes.shown
  }

  /// What reading assumed, repaired or left out, each thing once.
  public var remarks: [Message] {
    (files.filter { !$0.report.isRepeat }.flatMap(Self.remarks)
      + empty.map { .at($0, "command.header-only") }).unique()
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
    [say("command.not-stored", count: failures.count, all: all, names: failures.map(\.path))]
      + (untried.isEmpty ? [] : [say("command.not-tried", names: untried)])
  }
}
