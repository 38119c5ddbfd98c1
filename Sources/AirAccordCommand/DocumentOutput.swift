import Documents
import Evidence
import Foundation

/// Writes a document's folder and says on standard error what must be known beside it.
struct PageOutput {
  let language: Language

  /// Writes the page, its tables and figures.
  ///
  /// - Returns: what was written.
  @discardableResult
  func write(
    _ document: Document, page: String, files: [(String, Data)] = [], to folder: URL,
    replacing: Bool
  ) throws -> EvidenceWriter.Written {
    try DocumentFolder(language: language, date: DocumentFolder.today).write(
      document, page: page, files: files, to: folder, replacing: replacing)
  }

  /// Prints the document for the terminal.
  func show(_ document: Document) {
    StandardOutput.print(
      TerminalRenderer(
        language: language, isColoured: isatty(STDOUT_FILENO) == 1, width: TerminalWidth.columns
      ).text(document))
  }
}

extension FormatOption {
  /// Prints a result: its document for the terminal, its tidy table as CSV, or the result itself as
  /// JSON at full precision.
  func print(_ result: some Documented & Encodable, language: Language) throws {
    switch format {
    case .json: try printJSON(result)
    case .csv, .text: print(result.document, language: language)
    }
  }

  /// Prints a document for the terminal or its tidy table as CSV.
  func print(_ document: Document, language: Language) {
    if format == .csv {
      StandardOutput.write((document.data ?? document.tables.first)?.csv ?? "")
    } else {
      PageOutput(language: language).show(document)
    }
  }

  /// Prints one table.
  func print(_ table: Table, language: Language) {
    if format == .csv {
      StandardOutput.write(table.csv)
    } else {
      StandardOutput.print(TerminalRenderer(language: language).text(table))
    }
  }
}

/// How many columns lines are broken at: those of the terminal, 100 in a file.
enum TerminalWidth {
  static var columns: Int {
    guard isatty(STDOUT_FILENO) == 1 else { return 100 }
    let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    return min(max(stated ?? 100, 40), 160)
  }
}
