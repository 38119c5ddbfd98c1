import AirQuality
import Yams

/// Which keys a YAML file may have, level by level.
///
/// A key that nobody reads would be a setting that silently does nothing.
struct KnownKeys {
  let keys: Set<String>
  var below: [String: KnownKeys] = [:]

  /// - Throws: `OffRoadError.setting` with file, line and what comes near.
  func check(_ node: Node, file: String) throws(OffRoadError) {
    if let sequence = node.sequence {
      for item in sequence { try check(item, file: file) }
      return
    }
    guard let mapping = node.mapping else { return }
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard keys.contains(name) else {
        let near = keys.filter {
          NameSearch.distance(Array($0), Array(name)) <= max(1, name.count / 3)
        }
        let known = (near.isEmpty ? keys : near).sorted().joined(separator: ", ")
        throw .setting(
          "\(file):\(key.mark?.line ?? 1), \(name)", problem: "is not known here",
          remedy: near.isEmpty ? "choose one of: \(known)" : "did you mean \(known)?")
      }
      try below[name]?.check(value, file: file)
    }
  }
}

extension OffRoadError {
  /// A value of a YAML file that does not decode.
  init(_ error: DecodingError, file: String) {
    let context: DecodingError.Context
    var missing: String?
    switch error {
    case .typeMismatch(_, let own), .valueNotFound(_, let own), .dataCorrupted(let own):
      context = own
    case .keyNotFound(let key, let own):
      context = own
      missing = key.stringValue
    @unknown default:
      self = .setting(file, problem: "cannot be read", remedy: "check the file")
      return
    }
    // Items of lists are counted from 1, as people count.
    let path = context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }
      .joined(separator: ".")
    self = .setting(
      path.isEmpty ? file : "\(file): \(path)",
      problem: missing.map { "lacks “\($0)”" } ?? "has a value that does not fit",
      remedy: missing.map { "add “\($0): …”" } ?? context.debugDescription)
  }
}
