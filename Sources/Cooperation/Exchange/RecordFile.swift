import Documents
package import TextFiles
import NumericKernels

/// A CSV file of records of one kind: a header of column names, one row a record.
///
/// Reading keeps every text as it stands, and writing gives the same bytes again: fields are
/// quoted only where they must be, lines end with a line feed. A file from elsewhere may have
/// its columns in another order, `\r\n` ends, a byte-order mark or another encoding.
package struct RecordFile: Sendable {
  /// Before the first row after the header.
  private let table: DelimitedReader
  private let header: [String]
  private let file: String
  package let kind: RecordKind
  /// For each column of the schema its place in the file; `nil` when the file has none.
  private let places: [Int?]
  /// Names of the columns that the file has.
  package let columns: Set<String>

  /// A file whose kind is known, or told by its columns.
  ///
  /// - Throws: `encoding`, `unknownFile`, `missingColumns`, `unknownColumn`; `unanswerable` where the
  ///   columns fit several kinds and the file has the name of none.
  package init(
    bytes: [UInt8], file: String, kind wanted: RecordKind? = nil, encoding: TextEncoding? = nil
  ) throws(RegistryError) {
    // Blanks around a text belong to it.
    var table = DelimitedReader(
      try RecordText.decode(bytes, as: encoding, file: file), syntax: .init(trims: false))
    let hasHeader = try Self.advance(&table, file)
    let header = hasHeader ? table.texts : []
    self.table = table
    self.header = header
    self.file = file
    var seen: Set<String> = []
    if let twice = header.first(where: { !seen.insert($0).inserted }) {
      // Which of the two holds the texts nobody can say.
      throw .rows(
        [
          .init(
            row: 1, column: twice,
            problem: Message("rule.two-columns", ["text": .text(twice)]),
            remedy: "remedy.two-columns")
        ], file: file)
    }
    let kinds = wanted.map { [$0] } ?? RecordKind.allCases
    let fitting = kinds.filter { kind in
      let schema = RecordSchema.of(kind)
      return header.allSatisfy { schema.position($0) != nil }
        && schema.columns.allSatisfy { !$0.isRequired || header.contains($0.name) }
    }
    // Columns that all kinds of a group have fit several: the kind with no others is meant, else that
    // whose name the file has.
    let exact = fitting.first { RecordSchema.of($0).columns.map(\.name) == header }
    let named = fitting.first { "/\(file)".hasSuffix("/\($0.rawValue).csv") }
    if exact == nil, named == nil, fitting.count > 1 {
      throw .unanswerable(
        Message(
          "registry.several-kinds", ["file": .text(file), "kinds": .list(fitting.map(\.several))]),
        remedy: Message("registry.name-kind", ["kinds": .names(fitting.map(\.rawValue))]))
    }
    guard let kind = exact ?? named ?? fitting.first else {
      guard let wanted = wanted ?? Self.nearest(to: header) else {
        throw .unknownFile(file, known: RecordKind.allCases.map(\.rawValue))
      }
      let schema = RecordSchema.of(wanted)
      let missing = schema.columns.filter { $0.isRequired && !header.contains($0.name) }
      if !missing.isEmpty {
        throw .missingColumns(missing.map(\.name), file: file, kind: wanted)
      }
      let unknown = header.first { schema.position($0) == nil } ?? ""
      throw .unknownColumn(unknown, kind: wanted, known: schema.columns.map(\.name))
    }
    self.kind = kind
    columns = Set(header)
    places = RecordSchema.of(kind).columns.map { column in
      header.firstIndex(of: column.name)
    }
  }

  /// The kind with which a header has most of its columns in common, so that a slip in one of them is
  /// told as such.
  private static func nearest(to header: [String]) -> RecordKind? {
    let header = Set(header)
    func likeness(_ kind: RecordKind) -> Double {
      let columns = Set(RecordSchema.of(kind).columns.map(\.name))
      return Double(columns.intersection(header).count) / Double(columns.union(header).count)
    }
    let best = RecordKind.allCases.map { ($0, likeness($0)) }.max { $0.1 < $1.1 }
    return best.flatMap { $0.1 > 0.6 ? $0.0 : nil }
  }

  /// One row with the line on which it begins.
  package struct Row: Sendable {
    package let record: RegistryRecord
    package let line: Int
  }

  /// A row with what was made of it alone.
  package struct Prepared: Sendable {
    package let row: Row
    /// Problems of the row that are seen without other rows.
    package let problems: [RegistryError.RowProblem]
    /// The text by which it is found.
    package let text: String
  }

  /// Calls a body with every row in order, together with what can be made of a row alone.
  ///
  /// Rows are read and prepared on all processors, some thousands at a time.
  ///
  /// - Parameter names: of organisations by id, for the texts.
  /// - Throws: `rows` for a row with another number of fields than the header, once all rows
  ///   before it were given to the body; what the body throws.
  package func forEach(
    names: [String: String], _ body: (Prepared) throws -> Void
  ) throws {
    let checks = RecordChecks(kind)
    // The next rows are prepared while these are taken.
    var coming = Ahead { [table] in block(from: table, names, checks) }
    while true {
      let block = coming.get()
      if block.hasMore {
        let reader = block.reader
        coming = Ahead { self.block(from: reader, names, checks) }
      }
      for rows in block.rows {
        for row in rows { try body(try row.get()) }
      }
      // Rows before the fault came first.
      if let fault = block.fault { throw fault }
      guard block.hasMore else { return }
    }
  }

  /// Some thousands of rows in portions, and where the next ones begin.
  private struct Block: Sendable {
    let rows: [[Result<Prepared, RegistryError>]]
    let reader: DelimitedReader
    let fault: RegistryError?
    let hasMore: Bool
  }

  private func block(
    from first: DelimitedReader, _ names: [String: String], _ checks: RecordChecks
  ) -> Block {
    let portion = 256
    var reader = first
    var fault: RegistryError?
    var starts: [DelimitedReader.Position] = []
    var hasMore = true
    while fault == nil, hasMore, starts.count < 64 * portion {
      let start = reader.position
      do {
        hasMore = try Self.advance(&reader, file)
        if hasMore { starts.append(start) }
      } catch { fault = error }
    }
    let portions = (starts.count + portion - 1) / portion
    let rows = parallelMap(count: portions) { [starts] index in
      var reader = table
      return starts[index * portion..<min(starts.count, (index + 1) * portion)].map { start in
        Result { () throws(RegistryError) -> Prepared in
          reader.move(to: start)
          guard let row = try next(&reader) else { preconditionFailure("a row begins here") }
          return Prepared(
            row: row, problems: checks.problems(row.record, row: row.line),
            text: SearchText.of(row.record) { names[$0] })
        }
      }
    }
    return Block(rows: rows, reader: reader, fault: fault, hasMore: hasMore && fault == nil)
  }

  private static func advance(
    _ reader: inout DelimitedReader, _ file: String
  ) throws(RegistryError) -> Bool {
    do {
      return try reader.advance()
    } catch {
      throw .rows(
        [
          .init(
            row: error.line, column: "\(error.field + 1)", problem: error.problem,
            remedy: error.remedy)
        ], file: file)
    }
  }

  private func next(_ reader: inout DelimitedReader) throws(RegistryError) -> Row? {
    guard try Self.advance(&reader, file) else { return nil }
    let fields = reader.texts.map(GuardedText.plain)
    let line = reader.line
    guard fields.count == header.count else {
      throw .rows(
        [
          .init(
            row: line, column: "all",
            problem: Message(
              "rule.fields",
              ["count": .count(fields.count), "header": .count(header.count)]),
            remedy: "remedy.quote")
        ], file: file)
    }
    return Row(
      record: RegistryRecord(kind: kind, cells: places.map { $0.map { fields[$0] } ?? "" }),
      line: line)
  }

  /// All rows.
  package func rows() throws(RegistryError) -> [Row] {
    var rows: [Row] = []
    var reader = table
    while let row = try next(&reader) { rows.append(row) }
    return rows
  }
}
