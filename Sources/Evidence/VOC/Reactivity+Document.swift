import AirQuality
public import Documents
import Studies
public import VOC

/// Which rows of a composition's reactivity are shown.
public enum ReactivityRows: String, CaseIterable, Sendable {
  /// The total and its families.
  case families
  /// The total and its compounds.
  case compounds
  /// Where the constants come from.
  case sources
}

/// What a composition amounts to in ozone, OH reactivity and aerosol.
extension Reactivity {
  /// What it says, by family, by compound, or of the constants.
  public func document(_ rows: ReactivityRows) -> Document {
    Document(title: say("reactivity.title", place: name), footer: .madeBy("voc reactivity")) {
      Section(rows == .sources ? "impact.constants" : "reactivity.rows") {
        rows == .sources ? Table.constants(constants) : table(rows)
      }
      Section("doubts") { notes }
    }
  }

  /// Compounds that no sum holds for want of a constant, and constants from memory.
  public var notes: [Note] {
    quantities.filter { !$0.withoutConstant.isEmpty }.map { quantity in
      Note.warning(
        "reactivity.no-constant", quantity: Message.quantity(quantity.quantity),
        names: quantity.withoutConstant.map(Message.compound),
        share: quantity.massShareWithoutConstant.share(decimals: 1))
    }
      + quantities.compactMap { quantity in
        let recalled = recalled(for: quantity.quantity)
        return recalled.names.isEmpty
          ? nil
          : Note.warning(
            "reactivity.recalled", quantity: Message.quantity(quantity.quantity),
            names: recalled.names.map(Message.compound), share: recalled.share.share(decimals: 1))
      }
  }

  private func table(_ rows: ReactivityRows) -> Table {
    let all = quantities.flatMap { quantity in
      ([quantity.total] + (rows == .families ? quantity.families : quantity.compounds)).map {
        (quantity, $0)
      }
    }
    return Table("reactivity", "reactivity.rows", all) {
      Column("quantity") { .quantity($0.0.quantity) }
      Column("of") { .part($0.1.name) }
      Column("value") { $0.1.value.within($0.1) }
      Column("lower") { $0.1.lower.within($0.1) }
      Column("upper") { $0.1.upper.within($0.1) }
      Column("share") { $0.1.share.share(decimals: 1) }
      Column("unit") { .unitName($0.0.unit) }
    }
  }
}
