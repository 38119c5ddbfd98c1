import Documents
import VOC

/// The names of organic compounds, of their families and of what is measured of them.
extension Message {
  /// A compound under its usual name in each language.
  static func compound(_ name: String) -> Message {
    guard case .compound(let compound) = CompoundCatalogue.embedded.match(name) else {
      return .verbatim(name)
    }
    return .named(
      compound.name, japanese: compound.japaneseName, chinese: compound.chineseName)
  }

  static func family(_ family: CompoundFamily) -> Message { Message("family.\(family.rawValue)") }

  /// A family or compound as results name them; `total` stands for all compounds.
  static func part(_ name: String) -> Message {
    name == "total"
      ? "impact.all" : CompoundFamily(rawValue: name).map(Message.family) ?? .compound(name)
  }

  static func quantity(_ quantity: WeighedQuantity) -> Message {
    Message("quantity.\(quantity.rawValue)")
  }

  /// A unit in words of the language where it has some.
  static func unit(_ unit: String) -> Message {
    Catalogue.builtIn.has("unit.\(unit)") ? Message("unit.\(unit)") : .verbatim(unit)
  }

  /// What an impact is stated of.
  static func subject(_ subject: ImpactSubject) -> Message {
    let name: Message =
      switch subject.kind {
      case .total, .family: .part(subject.name)
      case .compound: .compound(subject.name)
      case .factor: .verbatim(subject.name)
      }
    guard let reference = subject.reference else { return name }
    return say("impact.over", subject: name, reference: Message.compound(reference))
  }
}

extension Value {
  /// Compounds in a row, each under its usual name.
  static func compounds(_ names: [String]) -> Value {
    .list(names.map { .message(.compound($0)) })
  }
}

extension Table {
  /// Constants of compounds with where each comes from.
  static func constants(_ rows: [ProvenanceRow]) -> Table {
    Table("constants", "impact.constants", note: "impact.constants-note", rows) {
      Column("species", "column.compound") { .coded($0.compound, .message(.compound($0.compound))) }
      Column("constant") { $0.scale.rawValue }
      Column("value") { "\($0.constant.value)" }
      Column("basis") { row in
        let basis = row.constant.basis
        let name = Value.coded(basis.rawValue, .message(Message("basis.\(basis.rawValue)")))
        return basis == .recalled ? .marked(.warning, name) : name
      }
      Column("agreeing", isOptional: true) { $0.constant.agreeingSources }
      Column("source") {
        .coded($0.constant.source, .message(ConstantSource.message($0.constant.source)))
      }
    }
  }
}
