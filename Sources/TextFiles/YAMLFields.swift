package import Documents
import Yams

/// An error that says what is wrong in one kind of YAML file.
package protocol YAMLFailure: Error {
  /// What the file is, such as “a study”.
  static var yamlKind: Message { get }
  /// The fault in the reader's own error.
  init(_ fault: YAMLFault)
}

/// The fields of one mapping of a YAML file, with errors that name field, file and line.
package struct YAMLFields<Failure: YAMLFailure> {
  private let own: YAMLValue
  private let entries: [(key: String, value: YAMLValue)]
  private let path: String
  /// The file's name, for messages.
  package let file: String

  /// The mapping at the top of a file.
  package init(yaml text: String, file: String) throws(Failure) {
    let top: YAMLValue
    do {
      top = try YAMLDocument.top(of: text, file: file)
    } catch { throw Failure(error) }
    try self.init(top, path: "", file: file)
  }

  private init(_ value: YAMLValue, path: String, file: String) throws(Failure) {
    guard let entries = value.entries else {
      throw Failure(
        YAMLFault(
          field: path.isEmpty ? YAMLFault.wholeFile : path,
          problem: "error.files.is-not-list-field",
          remedy: "error.files.write-fields-below-indented", file: file, line: value.line))
    }
    own = value
    self.entries = entries
    self.path = path
    self.file = file
    var seen: Set<String> = []
    for (place, entry) in entries.enumerated() where !seen.insert(entry.key).inserted {
      throw Failure(
        YAMLFault(
          field: qualified(entry.key), problem: "error.files.stands-twice",
          remedy: "error.files.keep-one-two",
          file: file, line: keyLine(place)))
    }
  }

  /// Refuses fields that no such file has, since a misspelt one would silently be a default.
  package func allow(_ known: [String]) throws(Failure) {
    for (place, entry) in entries.enumerated() where !known.contains(entry.key) {
      throw Failure(
        YAMLFault(
          field: qualified(entry.key),
          problem: Message("error.files.is-no-field", ["yamlKind": .fact(Failure.yamlKind)]),
          remedy: Spelling.remedy(for: entry.key, among: known), file: file, line: keyLine(place)))
    }
  }

  /// The mapping itself.
  var node: Node { own.node }

  /// The names of the fields, in the file's order.
  package var keys: [String] { entries.map(\.key) }

  /// Whether a field is there and not empty, `null` or `~`.
  package func has(_ name: String) -> Bool { value(name) != nil }

  /// A field's value; `nil` where it is absent or written as nothing.
  package func value(_ name: String) -> YAMLValue? {
    guard let value = entries.first(where: { $0.key == name })?.value, !value.isNothing else {
      return nil
    }
    return value
  }

  // MARK: Mappings and lists

  /// The fields below a field.
  package func fields(_ name: String) throws(Failure) -> YAMLFields? {
    guard let value = value(name) else { return nil }
    return try YAMLFields(value, path: qualified(name), file: file)
  }

  /// The fields below a field that has to be there.
  package func neededFields(_ name: String) throws(Failure) -> YAMLFields {
    guard let fields = try fields(name) else { throw missing(name, example: "{ … }") }
    return fields
  }

  /// The fields of one member of a list.
  package func fields(of member: YAMLValue, in name: String) throws(Failure) -> YAMLFields {
    try YAMLFields(member, path: qualified(name), file: file)
  }

  /// The members of a list of mappings; empty without it.
  package func list(_ name: String) throws(Failure) -> [YAMLFields] {
    var all: [YAMLFields] = []
    for (index, member) in (try items(name, remedy: "error.files.begin-each-entry") ?? [])
      .enumerated()
    {
      all.append(try YAMLFields(member, path: "\(qualified(name))[\(index + 1)]", file: file))
    }
    return all
  }

  /// The members of a list.
  package func items(
    _ name: String, remedy: Message = "error.files.write-first-second"
  ) throws(Failure) -> [YAMLValue]? {
    guard let value = value(name) else { return nil }
    guard let items = value.items else { throw bad(name, "error.files.is-not-list", remedy) }
    return items
  }

  /// The members of a list that has to be there and hold something.
  package func neededItems(_ name: String) throws(Failure) -> [YAMLValue] {
    guard let items = try items(name), !items.isEmpty else {
      throw missing(name, example: "[first, second]")
    }
    return items
  }

  /// The texts of a list, or the one text. Words that YAML takes for something else, such as `null`,
  /// `~` and `NO`, are texts here.
  package func texts(_ name: String) throws(Failure) -> [String]? {
    guard let own = entries.first(where: { $0.key == name })?.value else { return nil }
    if let text = own.text { return text.isEmpty ? nil : [text] }
    guard let items = own.items else {
      throw bad(name, "error.files.is-not-list", "error.files.write-first-second")
    }
    var texts: [String] = []
    for item in items {
      guard let text = item.text, !text.isEmpty || item.node.scalar?.style != .plain else {
        throw bad(
          name, "error.files.has-entry-that-is-no-text", "error.files.write-quotation-marks",
          at: item)
      }
      texts.append(text)
    }
    return texts
  }

  /// The numbers of a list, or the one number.
  package func numbers(_ name: String) throws(Failure) -> [Double]? {
    guard let texts = try texts(name) else { return nil }
    var numbers: [Double] = []
    for text in texts {
      guard let number = Double(text), number.isFinite else {
        throw bad(
          name, Message("error.files.has-which-is-no", ["text": .fact(text)]),
          "error.files.write-list-of-numbers")
      }
      numbers.append(number)
    }
    return numbers
  }

  // MARK: Single values

  /// A text.
  package func text(_ name: String) throws(Failure) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.text, !text.isEmpty else {
      throw bad(name, "error.files.is-not-text", "error.files.write-one-line")
    }
    return text
  }

  /// A text that has to be there.
  package func needed(_ name: String, example: String = "…") throws(Failure) -> String {
    guard let text = try text(name) else { throw missing(name, example: example) }
    return text
  }

  /// A finite number.
  package func number(_ name: String) throws(Failure) -> Double? {
    guard let text = try text(name) else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw bad(
        name, Message("error.files.is-no-number", ["text": .fact(text)]),
        "error.files.write-number")
    }
    return number
  }

  /// A whole number within limits.
  package func wholeNumber(
    _ name: String, in range: ClosedRange<Int> = Int.min...Int.max
  ) throws(Failure) -> Int? {
    guard let text = try text(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw bad(
        name, Message("error.files.is-no-whole-number", ["text": .fact(text)]),
        "error.files.write-whole-number")
    }
    return number
  }

  /// A number from 0 to 1.
  package func share(_ name: String) throws(Failure) -> Double? {
    guard let value = try number(name) else { return nil }
    guard (0...1).contains(value) else {
      throw bad(
        name, Message("error.files.is-no-share", ["value": .fact(value)]),
        "error.files.write-share")
    }
    return value
  }

  /// Yes or no.
  package func truth(_ name: String) throws(Failure) -> Bool? {
    guard let text = try text(name) else { return nil }
    switch text.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      throw bad(
        name, Message("error.files.is-text", ["text": .fact(text)]), "error.files.write-true-false")
    }
  }

  /// One of the words of a type.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Choice.Type = Choice.self
  ) throws(Failure) -> Choice? where Choice.RawValue == String {
    guard let text = try text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw bad(
        name, Message("error.files.is-text", ["text": .fact(text)]),
        Spelling.remedy(for: text, among: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  // MARK: Errors

  /// A field that has to be there and is not.
  package func missing(_ name: String, example: String) -> Failure {
    Failure(
      YAMLFault(
        field: qualified(name), problem: "error.files.is-missing",
        remedy: Message(
          "error.files.add-line-such", ["name": .fact(name), "example": .fact(example)]),
        file: file, line: own.line))
  }

  /// A field whose value cannot be.
  package func bad(
    _ name: String, _ problem: Message, _ remedy: Message, at place: YAMLValue? = nil
  ) -> Failure {
    let value = place ?? entries.first(where: { $0.key == name })?.value ?? own
    return Failure(
      YAMLFault(
        field: qualified(name), problem: problem, remedy: remedy, file: file, line: value.line))
  }

  /// The field with the fields above it.
  package func qualified(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func keyLine(_ place: Int) -> Int {
    guard let mapping = own.node.mapping else { return own.line }
    let key = mapping[mapping.index(mapping.startIndex, offsetBy: place)].key
    return max(1, key.mark?.line ?? own.line)
  }
}

/// What somebody may have meant.
package enum Spelling {
  /// “did you mean …?” where words are near, else the words there are.
  package static func remedy(for word: String, among known: [String]) -> Message {
    let near = nearest(to: word, among: known)
    return near.isEmpty
      ? Message("error.choose-one-of", ["names": .names(known)])
      : Message("error.did-you-mean", ["names": .names(near)])
  }

  /// Up to three words whose spelling is near, the nearest first.
  package static func nearest(to word: String, among known: [String]) -> [String] {
    let wanted = Array(word.lowercased())
    let tolerance = max(1, wanted.count / 3)
    var near: [(word: String, distance: Int)] = []
    for candidate in known {
      let distance = distance(wanted, Array(candidate.lowercased()))
      if distance <= tolerance, distance < candidate.count { near.append((candidate, distance)) }
    }
    return near.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(3).map(\.word)
  }

  /// How many letters have to be inserted, removed, replaced or swapped with their neighbour.
  ///
  /// - Source: Damerau (1964), doi:10.1145/363958.363994; the restricted form, in which no letter
  ///   is edited twice.
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(substitution, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
