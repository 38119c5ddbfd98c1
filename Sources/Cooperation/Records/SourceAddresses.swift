/// The pages that a source names, so that two sources can be told to be one.
public struct SourceAddresses: Hashable, Sendable {
  /// Addresses without scheme, `www.`, fragment and last slash; where a source names none, its
  /// words, folded.
  public let all: Set<String>

  /// The pages of a source as records have it: addresses and words, separated by semicolons.
  public init(_ source: String) {
    var found: Set<String> = []
    for part in source.split(whereSeparator: { $0.isWhitespace || $0 == ";" })
    where part.hasPrefix("http://") || part.hasPrefix("https://") {
      var address = part.dropFirst(part.hasPrefix("https") ? 8 : 7).prefix { $0 != "#" }
      if address.hasPrefix("www.") { address = address.dropFirst(4) }
      while let last = address.last, "/,.)".contains(last) { address = address.dropLast() }
      // Hosts have no capital letters of their own; paths may.
      let host = address.prefix { $0 != "/" }
      found.insert(host.lowercased() + address.dropFirst(host.count))
    }
    if found.isEmpty {
      let words = SearchText.fold(source).filter { $0.isLetter || $0.isNumber }
      if !words.isEmpty { found.insert(words) }
    }
    all = found
  }

  /// Whether this source says nothing that the other does not: every page of it is one of the
  /// other's.
  public func repeats(_ other: Self) -> Bool { !all.isEmpty && all.isSubset(of: other.all) }
}
