import Foundation

/// Named columns of a real CSV file, for tests of modules below `Ingest`.
///
/// It knows header, commas and enclosing quotes and nothing else; tests that are about reading
/// files use `Ingest`.
public struct PlainTable {
  /// How many rows follow the header.
  public let rowCount: Int
  private let columns: [String: [String]]

  /// Reads the named columns only, because real files are long and debug builds slow.
  public init(path: String, columns names: [String]) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var wanted: [Int: String] = [:]
    var gathered = [String: [String]](uniqueKeysWithValues: names.map { ($0, []) })
    var rows = 0
    var field = 0
    var begin = 0
    var inHeader = true
    for (position, byte) in bytes.enumerated()
    where byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
      if inHeader || wanted[field] != nil {
        let text = Self.text(bytes[begin..<position])
        if inHeader {
          if gathered[text] != nil { wanted[field] = text }
        } else if let name = wanted[field] {
          gathered[name]?.append(text)
        }
      }
      begin = position + 1
      field += 1
      if byte == UInt8(ascii: "\n") {
        if !inHeader { rows += 1 }
        inHeader = false
        field = 0
      }
    }
    rowCount = rows
    columns = gathered
  }

  /// One column as text; empty when the file has no such column.
  public subscript(name: String) -> [String] { columns[name] ?? [] }

  /// One column as numbers, `nil` where the text is none (`NA`, empty).
  public func numbers(_ name: String) -> [Double?] { self[name].map { Double($0) } }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let kept = bytes.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\r") }
    return String(decoding: kept, as: UTF8.self)
  }
}
