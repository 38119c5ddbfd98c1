import Documents
public import VOC

/// Compounds of the catalogue by their names.
public struct CompoundList: Sendable {
  /// Those of which a name contains the text; every one without a text.
  public let compounds: [Compound]

  /// Looks compounds up by English, Japanese and Chinese names, aliases and CAS numbers.
  ///
  /// - Throws: `VOCError` with near spellings where no name contains the text.
  public init(containing text: String?) throws {
    let wanted = text.map { $0.lowercased() }
    compounds = CompoundCatalogue.embedded.compounds.filter { compound in
      guard let wanted else { return true }
      let names = [compound.name, compound.japaneseName, compound.chineseName, compound.cas]
      return (names.compactMap(\.self) + compound.aliases)
        .contains { $0.lowercased().contains(wanted) }
    }
    if compounds.isEmpty { _ = try CompoundCatalogue.embedded.compound(named: text ?? "") }
  }
}
