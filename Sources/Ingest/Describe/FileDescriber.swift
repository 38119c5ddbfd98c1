import Documents
import AirQuality
import TextFiles

/// Looks at an unknown table and proposes a description of it.
///
/// What the file shows is proposed with its evidence; what it does not show (clock, unit, which end
/// of its period a stamp names) is asked for, never guessed. A proposal without open questions has
/// been read back before it is given.
public struct FileDescriber {
  /// What options call hours that stand side by side.
  static let hoursName = "hours"
  let options: DescribeOptions
  let path: String
  let name: String
  var shape: TableShape
  var columns: [ColumnSurvey] = []
  var draft: DescriptionDraft
  var proposal = DescriptionProposal()
  /// Columns that have a role, by their places.
  var taken: Set<Int> = []
  var plausible: PlausibleYears

  /// Describes a file.
  ///
  /// - Throws: `IngestError` for a file that is no table, and for one whose rows contradict what
  ///   they show and what was answered.
  public static func describe(
    path: String, options: DescribeOptions = DescribeOptions()
  ) throws(IngestError) -> DescriptionProposal {
    try describe(bytes: try FileReader.onDisk(path), path: path, options: options)
  }

  /// The same of a file's bytes, as they lie on disk.
  package static func describe(
    bytes: [UInt8], path: String, options: DescribeOptions
  ) throws(IngestError) -> DescriptionProposal {
    var content: TextContent
    do {
      var reading = IngestOptions()
      reading.foreign = options.foreign
      let text = try FileReader.asText(bytes, path, reading)
      content = try TextContent(text, path: path, archives: options.archives)
      if let encoding = options.encoding.flatMap({ TextEncoding(rawValue: $0.rawValue) }) {
        try content.decode(as: encoding)
      } else {
        try content.decode()
      }
    } catch { throw .file(error) }
    var describer = try FileDescriber(content, path, options)
    // Without names nothing can be asked that has an answer.
    if describer.proposal.questions.isEmpty { try describer.findColumns() }
    return try describer.finish(bytes)
  }

  private init(
    _ content: TextContent, _ path: String, _ options: DescribeOptions
  ) throws(IngestError) {
    self.options = options
    self.path = path
    name = content.name
    shape = try TableShape(content.text, columns: options.columns, file: path)
    draft = DescriptionDraft(shape: shape)
    for row in shape.rows
    where row.fields.count < shape.names.count
      || row.fields.dropFirst(shape.names.count).contains(where: { !$0.isEmpty })
    {
      throw .fieldCount(
        expected: shape.names.count, found: row.fields.count, file: path, line: row.line)
    }
    plausible = PlausibleYears(readingDate: options.readingDate)
    proposal.evidence = shape.evidence
    for case .encoding(let encoding, let isGuessed) in content.remarks {
      draft.encoding = encoding
      see(
        "encoding",
        isGuessed ? "the letters make sense as \(encoding.rawValue)" : "the file’s mark says so")
      if isGuessed { doubt("describe.encoding-guessed") }
    }
    if let encoding = options.encoding {
      draft.encoding = TextEncoding(rawValue: encoding.rawValue)
    }
    let stem = String(name.prefix { $0 != "." })
    draft.identifier = options.identifier ?? stem
    draft.network = options.network ?? draft.identifier
    columns = shape.names.indices.map { place in
      ColumnSurvey(shape.names[place], cells(place))
    }
    if !shape.hasHeader, options.columns == nil {
      ask(
        say("describe.no-header", count: shape.names.count),
        "--columns \(shape.names.indices.map { "c\($0 + 1)" }.joined(separator: ","))")
    }
  }

  func cells(_ place: Int) -> [String] {
    shape.rows.map { place < $0.fields.count ? $0.fields[place] : "" }
  }

  mutating func see(_ field: String, _ seen: String, line: Int? = nil) {
    proposal.evidence.append(.init(field, seen, line: line))
  }

  mutating func doubt(_ doubt: Message) { proposal.doubts.append(doubt) }

  mutating func ask(_ asks: Message, _ option: String) {
    proposal.questions.append(.init(asks: asks, option: option))
  }

  private mutating func findColumns() throws(IngestError) {
    for name in options.ignored + Array(options.units.keys.filter { !$0.isEmpty })
      + Array(options.pollutants.keys)
    where !shape.names.contains(name) && !isRowName(name) && name != Self.hoursName {
      throw .undescribed(
        problem: Message("error.ingest.option-names-column-which", ["name": .fact(name)]),
        remedy: Message("error.ingest.columns-are", ["names": .names(shape.names)]), file: path)
    }
    for (place, column) in columns.enumerated() where options.ignored.contains(column.name) {
      draft.ignored.append(column.name)
      taken.insert(place)
    }
    let stamps = try findStamps()
    try findHours()
    findPlaces()
    try findValues()
    findStation(stamps)
    settleWriting()
    try settleTime(stamps)
    for place in columns.indices where !taken.contains(place) && !columns[place].isEmpty {
      if draft.wide != nil { draft.ignored.append(columns[place].name) }
      doubt(say("describe.unread", column: columns[place].name))
    }
  }

  /// Whether rows name something so, where their pollutant stands in a column.
  private func isRowName(_ name: String) -> Bool {
    columns.indices.contains { place in
      HeaderName.role(columns[place].name) == .pollutant && columns[place].texts[name] != nil
    }
  }

  /// Columns of coordinates.
  private mutating func findPlaces() {
    for (place, column) in columns.enumerated() where !taken.contains(place) && column.isNumeric {
      switch HeaderName.role(column.name) {
      case .latitude where draft.latitude == nil:
        draft.latitude = column.name
        taken.insert(place)
      case .longitude where draft.longitude == nil:
        draft.longitude = column.name
        taken.insert(place)
      default: continue
      }
    }
  }

  /// Which station a row is of.
  private mutating func findStation(_ stamps: [Int]) {
    if let station = options.station {
      draft.station = [("value", station)]
      for (place, column) in columns.enumerated() where HeaderName.role(column.name) == .station {
        taken.insert(place)
      }
      return
    }
    guard draft.wide == nil else {
      draft.station = []
      return
    }
    let named = columns.indices.filter {
      !taken.contains($0) && HeaderName.role(columns[$0].name) == .station && !columns[$0].isEmpty
    }
    if let first = named.first {
      draft.station = [("column", columns[first].name)]
      taken.insert(first)
      see("station", "the column “\(columns[first].name)” is called so")
      let printed =
        named.dropFirst().first { !columns[$0].isNumeric }
        ?? columns.indices.first { HeaderName.role(columns[$0].name) == .stationName }
      if let printed {
        draft.station.append(("name_column", columns[printed].name))
        taken.insert(printed)
      }
      return
    }
    // Rows of one stamp are told apart by some column.
    if Set(stamps).count < stamps.count, draft.pollutants == nil,
      let place = columns.indices.first(where: { place in
        !taken.contains(place) && !columns[place].isNumeric && !columns[place].isEmpty
          && Set(zip(stamps, cells(place)).map { "\($0)\u{0}\($1)" }).count == stamps.count
      })
    {
      draft.station = [("column", columns[place].name)]
      taken.insert(place)
      see("station", "rows of one stamp differ in the column “\(columns[place].name)”")
      doubt(say("describe.station-by-texts", column: columns[place].name))
      return
    }
    let stem = String(name.prefix { $0 != "." })
    draft.station = [("value", stem)]
    see("station", "no column names it; it is called like the file")
    doubt(say("describe.station-by-file", name: stem))
  }

  /// Reads the file by the draft and shows what came out.
  private mutating func finish(_ bytes: [UInt8]) throws(IngestError) -> DescriptionProposal {
    proposal.yaml = draft.yaml(proposal.evidence, doubts: proposal.doubts.map(\.english))
    guard proposal.questions.isEmpty else { return proposal }
    let description = try FormatDescription(yaml: proposal.yaml, file: "the proposed description")
    var reading = IngestOptions(descriptions: [description])
    reading.archives = options.archives
    reading.foreign = options.foreign
    reading.readingDate = options.readingDate
    reading.format = description.identifier
    let file = try FileReader.read(bytes: bytes, path: path, options: reading)
    proposal.seriesCount = file.series.count
    proposal.notices = file.notices
    guard let longest = file.series.first else { return proposal }
    let shown = file.series.filter { $0.station == longest.station }.prefix(3)
    for position in 0..<min(5, longest.count) {
      for series in shown where position < series.count {
        proposal.samples.append(
          .init(
            station: series.station.key, pollutant: series.pollutant.identifier,
            time: series.axis.label(at: position), value: series[position],
            unit: series.unit.symbol))
      }
    }
    return proposal
  }
}
