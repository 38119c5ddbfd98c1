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

  /// A quantity of something.
  static func quantity(_ quantity: WeighedQuantity, of subject: Message) -> Message {
    say("impact.subject-quantity", subject: subject, quantity: Message.quantity(quantity))
  }

  /// A unit in words of the language where it has some.
  static func unit(_ unit: String) -> Message {
    .row("unit.\(unit)") ?? .verbatim(unit)
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

/// Cells that readers see in words and files hold as identifiers.
extension Value {
  static func compound(_ name: String) -> Value { Message.compound(name).coded(name) }
  static func part(_ name: String) -> Value { Message.part(name).coded(name) }
  static func unitName(_ unit: String) -> Value { Message.unit(unit).coded(unit) }
  static func family(_ family: CompoundFamily) -> Value {
    Message.family(family).coded(family.rawValue)
  }
  static func quantity(_ quantity: WeighedQuantity) -> Value {
    Message.quantity(quantity).coded(quantity.rawValue)
  }
  static func basis(_ basis: ReactivityConstant.Basis) -> Value {
    Message("basis.\(basis.rawValue)").coded(basis.rawValue)
  }
  static func source(_ constant: ReactivityConstant) -> Value {
    ConstantSource.message(constant.source).coded(constant.source)
  }
}

extension Table {
  /// Constants of compounds with where each comes from.
  static func constants(_ rows: [ProvenanceRow]) -> Table {
    Table("constants", "impact.constants", note: "impact.constants-note", rows) {
      Column("species", "column.compound") { .compound($0.compound) }
      Column("constant") {
        Message("constant.scale.\($0.scale.rawValue)").coded($0.scale.rawValue)
      }
      Column("value") { "\($0.constant.value)" }
      Column("unit") { $0.scale.unit.isEmpty ? .missing : .unit($0.scale.unit) }
      Column("basis") {
        .basis($0.constant.basis).marked($0.constant.basis == .recalled ? .warning : nil)
      }
      Column("agreeing", isOptional: true) { $0.constant.agreeingSources }
      Column("source") { .source($0.constant) }
    }
  }
}

extension ReactivityScale {
  /// Unit of its constants; empty where they are relative.
  fileprivate var unit: String {
    switch self {
    case .ozone: "g O3/g"
    case .hydroxyl: "cm³/s"
    case .aerosolPotential: ""
    case .aerosolCoefficient: "%"
    }
  }
}
