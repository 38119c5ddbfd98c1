public import Documents

extension Value {
  /// A name in the languages that records give.
  public static func named(_ names: TrilingualName) -> Value {
    .translated(
      names.english, japanese: names.japanese.isEmpty ? nil : names.japanese,
      chinese: names.chinese.isEmpty ? nil : names.chinese)
  }

  /// A term of a vocabulary.
  public static func term(_ term: some VocabularyTerm) -> Value { .named(term.names) }

  /// Several terms of a vocabulary.
  public static func terms(_ terms: [some VocabularyTerm]) -> Value {
    .list(terms.map { .named($0.names) })
  }

  /// Terms of a vocabulary as a cell holds them; what is no term stands as it is.
  public static func terms<Term: VocabularyTerm>(_ vocabulary: Term.Type, _ cell: String) -> Value {
    let found = RegistryRecord.parts(of: cell).compactMap { Term(rawValue: $0) }
    return found.isEmpty ? .text(cell) : .terms(found)
  }
}

extension Message {
  /// A name in the languages that records give.
  public static func named(_ names: TrilingualName) -> Message {
    .named(
      names.english, japanese: names.japanese.isEmpty ? nil : names.japanese,
      chinese: names.chinese.isEmpty ? nil : names.chinese)
  }
}

extension RecordKind {
  /// One record of the kind, in a sentence.
  public var one: Value { .message(Message("record-kind-one.\(rawValue)")) }
  /// Several of them.
  public var several: Value { .message(Message("record-kind.\(rawValue)")) }
}

extension Message {
  /// The text in English, for errors that are shown in no page.
  package var english: String { Value.message(self).text(in: .english) }

  /// Parts of sentences in a row, separated as the language does; at least one.
  package static func oneByOne(_ parts: [Message]) -> Message {
    parts.dropFirst().reduce(parts[0]) { text, next in
      Message("registry.and", ["first": .message(text), "second": .message(next)])
    }
  }
}

extension Value {
  /// Fiscal years from the first to the last; one by itself.
  package static func years(_ years: ClosedRange<FiscalYear>) -> Value {
    let (first, last) = (
      Value.fiscalYear(years.lowerBound.beginning), Value.fiscalYear(years.upperBound.beginning)
    )
    return first == last
      ? first : .message(Message("projects.years", ["first": first, "last": last]))
  }
}
