public import Documents
public import Foundation

/// A result in the forms that programs give it: words, a table, JSON at full precision, a page.
public struct Presentation {
  /// Words for the terminal and the page; a result without them is shown as its table.
  public private(set) var document: Document?
  /// Sentences above the table of a result without a document.
  public var lines: [Message] = []
  /// What CSV holds; laid out where it is asked for.
  public var table: Table? { laidOut() }
  /// The result itself, for JSON; `nil` where a few sentences are all there is.
  public private(set) var result: (any Encodable)?
  /// What CSV holds where it is another text than the table.
  public var ownCSV: (() -> String)?
  /// Whether the names in CSV are in the reader’s language, as those of records are.
  public var hasTranslatedNames = false
  /// What the page says. Default: the words.
  public private(set) var pageDocument: Document?
  /// Name of the page's file where one is asked for.
  public private(set) var page = ""
  /// What belongs beside the page, by name.
  public private(set) var files: () throws -> [(String, Data)] = { [] }
  /// What must be known beside the result, in every form.
  public var remarks: [Message]
  /// What is said beside CSV and JSON only, because the words of the result hold it.
  public var asides: [Message] = []
  /// Remarks that follow the result.
  public var epilogue: [Message] = []
  /// Whether the plain form is CSV, because other programs read it.
  public var isFile = false
  /// Whether everything could be done; programs end with the exit code of bad data where not.
  public var isSound = true
  private var laidOut: () -> Table?

  /// A result that has words.
  ///
  /// - Parameters:
  ///   - document: its words.
  ///   - table: of CSV; `nil` takes the document's own data, else its first table.
  ///   - notes: of the document, which its other forms do not hold.
  public init(
    _ result: any Encodable, _ document: Document,
    table: @autoclosure @escaping () -> Table? = nil, page: String = "",
    files: @autoclosure @escaping () throws -> [(String, Data)] = [], notes: [Note] = [],
    remarks: [Message] = []
  ) {
    self.init(result, table() ?? document.data ?? document.tables.first, remarks: remarks)
    self.document = document
    pageDocument = document
    self.page = page
    self.files = files
    asides = notes.map(\.message)
  }

  /// A result that is a list.
  public init(
    _ result: any Encodable, _ table: @autoclosure @escaping () -> Table?, remarks: [Message] = []
  ) {
    laidOut = table
    self.result = result
    self.remarks = remarks
  }

  /// A result that a few sentences say.
  public init(
    _ result: any Encodable, _ lines: [Message],
    _ table: @autoclosure @escaping () -> Table? = nil
  ) {
    self.init(result, table())
    self.lines = lines
  }

  /// Sentences alone.
  ///
  /// - Parameter epilogue: what is said on standard error.
  public init(said lines: [Message], epilogue: [Message] = []) {
    self.init([String](), lines)
    result = nil
    self.epilogue = epilogue
  }

  /// Rows of the records: their names in CSV are the reader’s, what belongs beside them follows.
  public init(_ rows: some Tabulated) {
    self.init(rows, rows.table, epilogue: rows.remarks)
  }

  /// What the records say, with a page or without: names in CSV are the reader’s, what belongs beside it
  /// follows.
  public init(
    records result: some Documented & Encodable, epilogue: [Message] = [], page: String = "",
    files: @autoclosure @escaping () throws -> [(String, Data)] = []
  ) {
    self.init(result, result.document, page: page, files: try files())
    self.epilogue = epilogue
    hasTranslatedNames = true
  }

  /// Rows of the records in a table of theirs.
  public init(
    _ rows: any Encodable, _ table: @autoclosure @escaping () -> Table, epilogue: [Message]
  ) {
    self.init(rows, table())
    self.epilogue = epilogue
    hasTranslatedNames = true
  }

  /// A result whose page has the result itself beside it as JSON, and its tables as CSV.
  public init(
    _ result: any Encodable, _ document: Document,
    table: @autoclosure @escaping () -> Table? = nil, page: String, json name: String,
    tables: @autoclosure @escaping () -> [(String, Table)] = [], remarks: [Message] = []
  ) {
    self.init(
      result, document, table: table(), page: page,
      files: [("\(name).json", try StableJSON.encode(result))]
        + tables().map { ("\($0).csv", Data($1.csv.utf8)) }, remarks: remarks)
  }

  /// Answers with something else; the page stays.
  public mutating func answer(with result: any Encodable, _ document: Document) {
    self.result = result
    self.document = document
    laidOut = { document.data ?? document.tables.first }
  }

  /// The result as JSON at full precision; nothing where there is none.
  public var json: String {
    get throws {
      try result.map { String(decoding: try StableJSON.encode($0), as: UTF8.self) } ?? ""
    }
  }

  /// The result as comma-separated values.
  public func csv(_ language: Language) -> String {
    ownCSV?() ?? table?.csv(in: hasTranslatedNames ? language : .english) ?? ""
  }
}
