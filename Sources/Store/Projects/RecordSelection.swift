package import Cooperation

/// Which records of a kind are read, and which of their cells: a question that needs a few columns of a
/// few records does not take all others out of the archive.
package struct RecordSelection: Sendable {
  /// The kind.
  package let kind: RecordKind
  /// Names of the cells that are read besides the id; all others are empty. `nil` for all cells.
  package let columns: Set<String>?
  private let beginnings: (column: String, texts: [String])?

  /// Records of a kind.
  ///
  /// - Parameters:
  ///   - columns: cells that are read besides the id; `nil` for all.
  ///   - beginnings: a column and how its cells begin, one of these; `nil` for all records.
  package init(
    _ kind: RecordKind, columns: Set<String>? = nil,
    where beginnings: (column: String, texts: [String])? = nil
  ) {
    self.kind = kind
    self.columns = columns
    self.beginnings = beginnings
    let schema = RecordSchema.of(kind)
    precondition(
      (columns ?? []).union(beginnings.map { [$0.column] } ?? []).allSatisfy {
        schema.position($0) != nil
      }, "columns of the kind")
  }

  /// The condition in SQL with its arguments; `nil` where all records are wanted.
  var condition: (String?, [String]) {
    guard let (column, texts) = beginnings else { return (nil, []) }
    let name = RegistrySchema.quoted(column)
    let parts = texts.map { "substr(\(name), 1, \($0.count)) = ?" }
    return (parts.isEmpty ? "0" : parts.joined(separator: " OR "), texts)
  }
}
