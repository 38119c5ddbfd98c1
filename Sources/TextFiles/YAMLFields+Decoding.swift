import Documents
import Yams

/// Which fields a YAML file may have, level by level, for files that are decoded as one value.
package struct YAMLKeys: Sendable {
  let keys: Set<String>
  let below: [String: YAMLKeys]

  /// Fields of one level, and those below some of them.
  package init(keys: Set<String>, below: [String: YAMLKeys] = [:]) {
    self.keys = keys
    self.below = below
  }
}

extension YAMLFields {
  /// The whole mapping as one value, once all its fields are known.
  package func decode<Value: Decodable>(
    _ type: Value.Type, _ known: YAMLKeys
  ) throws(Failure) -> Value {
    try check(known)
    do {
      return try YAMLDecoder().decode(type, from: node)
    } catch let error as DecodingError {
      throw failure(error)
    } catch {
      throw bad(
        YAMLFault.wholeFile,
        Message("error.files.cannot-read-because", ["error": .fact("\(error)")]),
        "error.files.start-from-example-readme")
    }
  }

  private func check(_ known: YAMLKeys) throws(Failure) {
    try allow(known.keys.sorted())
    for key in keys {
      guard let below = known.below[key], let value = value(key) else { continue }
      if value.items != nil {
        for fields in try list(key) { try fields.check(below) }
      } else {
        try neededFields(key).check(below)
      }
    }
  }

  /// A value that does not decode, with its path; members of lists are counted from 1, as people
  /// count.
  private func failure(_ error: DecodingError) -> Failure {
    let context: DecodingError.Context
    var missing: String?
    switch error {
    case .typeMismatch(_, let own), .valueNotFound(_, let own), .dataCorrupted(let own):
      context = own
    case .keyNotFound(let key, let own):
      context = own
      missing = key.stringValue
    @unknown default:
      return bad(YAMLFault.wholeFile, "error.files.cannot-read-field", "error.files.check-file")
    }
    var place = node
    for key in context.codingPath {
      let next = key.intValue.map { place.sequence?[$0] } ?? place.mapping?[key.stringValue]
      guard let next else { break }
      place = next
    }
    let path = context.codingPath.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index + 1)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return bad(
      path.isEmpty ? YAMLFault.wholeFile : path,
      missing.map { Message("error.files.lacks", ["name": .fact($0)]) }
        ?? "error.files.has-value-does-not",
      missing.map { Message("error.files.add", ["name": .fact($0)]) }
        ?? .verbatim(context.debugDescription),
      at: YAMLValue(place))
  }
}
