public import Documents

/// Two organisations that may be one under several names.
///
/// It is an offer to look, never a decision: two bodies can share a name.
public struct DuplicateCandidate: Hashable, Sendable, Codable {
  /// The one that came first.
  public let kept: String
  /// The one that came later.
  public let duplicate: String
  /// Why they may be the same.
  public let reason: Message

  /// Pairs with the same code of a territory, or with a name in common once the words for
  /// city, prefecture and the like are taken off and the forms of characters are folded.
  public static func find(in organisations: [Organisation]) -> [DuplicateCandidate] {
    var first: [String: (id: String, reason: Message)] = [:]
    var pairs: Set<[String]> = []
    var found: [DuplicateCandidate] = []
    for organisation in organisations {
      if organisation.mergedInto != nil { continue }
      for (key, reason) in keys(organisation) {
        guard let other = first[key] else {
          first[key] = (organisation.id, reason)
          continue
        }
        guard other.id != organisation.id, pairs.insert([other.id, organisation.id]).inserted
        else { continue }
        found.append(
          DuplicateCandidate(kept: other.id, duplicate: organisation.id, reason: reason))
      }
    }
    return found
  }

  private static func keys(_ organisation: Organisation) -> [(String, Message)] {
    let country = organisation.country
    // A city and a prefecture may share a name (Fukuoka), so the kind of territory counts.
    let sort = organisation.kind.isLocalGovernment ? organisation.kind.rawValue : "body"
    var keys: [(String, Message)] = []
    for code in ["gbt2260", "jisx0402"] where !organisation.record[code].isEmpty {
      let text = organisation.record[code]
      keys.append(("\(code) \(text)", Message("duplicate.code", ["code": .text(text)])))
    }
    for column in ["name_ja", "name_zh", "name_en"] {
      let name = organisation.record[column]
      let stem = stem(name)
      guard !stem.isEmpty else { continue }
      keys.append(("\(country) \(sort) \(stem)", Message("duplicate.name", ["name": .text(name)])))
    }
    return keys
  }

  /// A name without the words that one text has and another leaves out.
  private static func stem(_ name: String) -> String {
    var text = SearchText.fold(name)
    if let open = text.firstIndex(where: { $0 == "(" || $0 == "（" }) {
      text = String(text[..<open])
    }
    for word in [
      "municipal government", "metropolitan government", "municipality", "province",
      "prefecture", "city of", "city", "the", "of", "人民政府", "生态环境局", "环境保护局",
    ] {
      if word.utf8.allSatisfy({ $0 < 0x80 }) {
        text = text.split(separator: " ").joined(separator: " ")
        text = (" " + text + " ").split(
          separator: " " + word + " ", omittingEmptySubsequences: true
        )
        .joined(separator: " ")
      } else {
        text = text.split(separator: word).joined()
      }
    }
    text = text.filter { $0.isLetter || $0.isNumber }
    for ending in ["市", "省", "县", "都", "府"] where text.count > 1 && text.hasSuffix(ending) {
      text.removeLast()
      break
    }
    return text
  }
}
