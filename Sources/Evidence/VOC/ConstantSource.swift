import Documents

/// Where a constant is from: the notation of the table’s column `source`, in which citations stand
/// with a word about how they agree.
enum ConstantSource {
  /// The words before and behind a citation, the longest first.
  private static let notation: [(before: String, behind: String, id: String)] = [
    ("arithmetic mean of m- and p-xylene (", ")", "constant.mean-xylene-of"),
    ("arithmetic mean of m- and p-ethyltoluene (", ")", "constant.mean-ethyltoluene-of"),
    ("arithmetic mean of m- and p-xylene", "", "constant.mean-xylene"),
    ("arithmetic mean of m- and p-ethyltoluene", "", "constant.mean-ethyltoluene"),
    ("mean of the two isomers equals the stored combined value ", "", "constant.mean-equals"),
    ("same figure listed as SOA yield by ", "", "constant.same-soa"),
    ("same figure in ", "", "constant.same"),
    ("unverified-recall (", ")", "constant.recalled"),
    ("generic 'tolualdehyde' entry", "", "constant.generic-tolualdehyde"),
    ("", " (mean of the isomers)", "constant.mean-of-isomers"),
    ("", " within a factor of 2", "constant.within-two"),
  ]

  /// What the column says, in the reader’s language; citations stay as they are.
  static func message(_ text: String) -> Message {
    .several(text.split(separator: "; ").map { part(String($0)) })
  }

  private static func part(_ text: String) -> Message {
    if let estimate = text.firstMatch(
      of: /^(.*) \(AOPWIN estimate (\S+) differs by more than a factor of 2\)$/)
    {
      return say(
        "constant.aopwin-differs", source: part(String(estimate.output.1)),
        value: String(estimate.output.2))
    }
    for (before, behind, id) in notation where text.hasPrefix(before) && text.hasSuffix(behind) {
      let citation = String(text.dropFirst(before.count).dropLast(behind.count))
      return say(id, source: (citation.isEmpty ? .verbatim("") : part(citation)) as Message)
    }
    // A citation, and behind a colon what was done with it.
    if let colon = text.firstRange(of: ": ") {
      let note = part(String(text[colon.upperBound...]))
      if note != .verbatim(String(text[colon.upperBound...])) {
        return say("constant.of", source: String(text[..<colon.lowerBound]), note: note)
      }
    }
    return .verbatim(text)
  }
}
