import AirQuality

/// Japanese and Chinese of the built-in records' English texts, where a record has no column for
/// them: what was done, what was claimed, on what basis. The translations are ours.
///
/// They are found by the English text, so that a record that was edited is not given the
/// translation of what it said before.
public enum RecordTranslations {
  private static let table: [String: TrilingualName] = {
    let rows = ReferenceTable(named: "cooperation/translations.csv").rows
    return Dictionary(
      rows.map { row in
        let english = row["english"] ?? ""
        return (english, TrilingualName(english, row["japanese"] ?? "", row["chinese"] ?? ""))
      }, uniquingKeysWith: { first, _ in first })
  }()

  /// A text with its translations; with none where there is none.
  public static func of(_ english: String) -> TrilingualName {
    table[english] ?? TrilingualName(english, "", "")
  }
}
