public import Documents
public import Foundation

/// A result in the forms that programs give it: words, a table, JSON at full precision, a page.
public struct Presentation {
  /// Words for the terminal and the page; a result without them is shown as its table.
  public private(set) var document: Document?
  /// Sentences above the table of a result without a document.
  public var lines: [Message] = []
  /// What CSV holds.
  public private(set) var table: Table?
  /// The result itself, for JSON.
  public private(set) var result: any Encodable
  /// What the page says. Default: the words.
  public private(set) var pageDocument: Document?
  /// Name of the page's file where one is asked for.
  public private(set) var page = ""
  /// What belongs beside the page, by name.
  public private(set) var files: [(String, Data)] = []
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

  /// A result that has words.
  ///
  /// - Parameters:
  ///   - document: its words.
  ///   - table: of CSV; `nil` takes the document's own data, else its first table.
  ///   - notes: of the document, which its other forms do not hold.
  public init(
    _ result: any Encodable, _ document: Document, table: Table? = nil, page: String = "",
    files: [(String, Data)] = [], notes: [Note] = [], remarks: [Message] = []
  ) {
    self.init(result, table ?? document.data ?? document.tables.first, remarks: remarks)
    self.document = document
    pageDocument = document
    self.page = page
    self.files = files
    asides = notes.map(\.message)
  }

  /// A result that is a list.
  public init(_ result: any Encodable, _ table: Table?, remarks: [Message] = []) {
    self.table = table
    self.result = result
    self.remarks = remarks
  }

  /// A result that a few sentences say.
  public init(_ result: any Encodable, _ lines: [Message], _ table: Table? = nil) {
    self.init(result, table)
    self.lines = lines
  }

  /// A result whose page has the result itself beside it as JSON, and its tables as CSV.
  public init(
    _ result: any Encodable, _ document: Document, table: Table? = nil, page: String,
    json name: String, tables: [(String, Table)] = [], remarks: [Message] = []
  ) throws {
    self.init(
      result, document, table: table, page: page,
      files: [("\(name).json", try StableJSON.encode(result))]
        + tables.map { ("\($0).csv", Data($1.csv.utf8)) }, remarks: remarks)
  }

  /// Answers with something else; the page stays.
  public mutating func answer(with result: any Encodable, _ document: Document) {
    self.result = result
    self.document = document
    table = document.data ?? document.tables.first
  }
}
