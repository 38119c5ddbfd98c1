import ArgumentParser
import Cooperation
import Store
import Documents
import Evidence
import Studies

extension FormatOption {
  /// Prints rows: themselves as JSON, else their table with the names of a language; then what belongs
  /// beside them.
  func show(_ rows: some Tabulated, _ speech: LanguageOption) throws {
    try show(rows, as: rows.table, rows.remarks, speech)
  }

  /// Prints a result: itself as JSON, else its table or what is said of it; then what belongs beside
  /// it.
  func show(
    _ result: some Documented & Encodable, _ remarks: [Message], _ speech: LanguageOption
  ) throws {
    switch format {
    case .json: try printJSON(result)
    case .csv:
      let document = result.document
      if let table = document.data ?? document.tables.first {
        StandardOutput.write(table.csv(in: speech.language))
      } else {
        print(document, language: speech.language)
      }
    case .text: print(result.document, language: speech.language)
    }
    remarks.forEach(speech.note)
  }

  /// Prints rows in a table of theirs.
  func show(
    _ rows: some Encodable, as table: @autoclosure () -> Table, _ remarks: [Message],
    _ speech: LanguageOption
  ) throws {
    switch format {
    case .json: try printJSON(rows)
    case .csv: StandardOutput.write(table().csv(in: speech.language))
    case .text: print(table(), language: speech.language)
    }
    remarks.forEach(speech.note)
  }
}
