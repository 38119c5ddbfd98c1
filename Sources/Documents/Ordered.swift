/// Two things by which others are grouped.
package struct Pair<First: Hashable, Second: Hashable>: Hashable {
  package let first: First
  package let second: Second

  package init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }
}

extension Sequence {
  /// Elements of one key together, in the order in which the keys come first.
  package func grouped<Key: Hashable>(
    by key: (Element) -> Key
  ) -> [(key: Key, members: [Element])] {
    var places: [Key: Int] = [:]
    var groups: [(key: Key, members: [Element])] = []
    for element in self {
      let key = key(element)
      if let place = places[key] {
        groups[place].members.append(element)
      } else {
        places[key] = groups.count
        groups.append((key, [element]))
      }
    }
    return groups
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, where it comes first.
  package func unique() -> [Element] { grouped { $0 }.map(\.key) }
}
