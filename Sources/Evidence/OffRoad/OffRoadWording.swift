public import Documents
public import OffRoad
import Studies

extension Message {
  /// A type of machine by its identifier, or all of them.
  static func machinery(_ identifier: String) -> Message {
    guard let type = MachineType.all.first(where: { $0.identifier == identifier }) else {
      return identifier == "all" ? "off-road.all" : .verbatim(identifier)
    }
    return .named(type.english, japanese: type.japanese, chinese: type.chinese)
  }

  /// A stage of engines by its identifier; all of them, or machines without an engine.
  static func stage(_ identifier: String) -> Message {
    identifier == "all"
      ? "off-road.all" : .row("stage.\(identifier)") ?? .verbatim(identifier)
  }

  /// Who made a page about off-road machinery.
  static let madeByOffRoad = Message.madeBy("off-road")
}

extension UncertaintyResult.Range: Bounded {
  /// With all guessed activity at its low end.
  public var lower: Double { low }
  /// With all guessed activity at its high end.
  public var upper: Double { high }
}

extension ExhaustPollutant: Shown {
  /// As it is usually written.
  public var shown: Value { .text(displayName) }
}

extension Double {
  /// An amount of any size: inventories hold millions of tonnes beside fractions of a gram.
  func amount(_ unit: String = "") -> Value {
    let size = abs(self)
    let isWhole = size == size.rounded() && size < 1e9
    let digits: Digits = isWhole ? .decimals(0) : size >= 0.1 && size < 1 ? .decimals(3) : .size
    return .number(self, digits, unit: unit)
  }
}

extension IntervalEstimate {
  /// An amount with its interval; without the interval where nothing about it is uncertain, which
  /// rounding may hide.
  func amount(_ unit: String = "") -> Value {
    upper - lower > 1e-9 * abs(central) ? around(central, unit) : central.amount(unit)
  }
}

extension Value {
  /// A unit in words where it has them.
  static func unit(_ unit: String) -> Value {
    Message.row("unit.\(unit)")?.shown ?? .text(unit)
  }

  /// Where a figure comes from; an asterisk marks what no stored source backs.
  static func source(_ backing: Backing) -> Value {
    backing == .user
      ? .message("off-road.by-user")
      : backing.isBacked ? .text(backing.text) : .marked(.warning, .text(backing.text))
  }
}

extension Table {
  /// Everything that was assumed, each once.
  static func assumptions(_ uses: [DefaultUse]) -> Table {
    Table("defaults", "off-road.assumptions", note: "off-road.asterisk", uses.unique()) {
      Column("quantity", "off-road.quantity") { $0.quantity }
      Column("subject", in: .files) { $0.subject }
      Column("for") { Message.machinery($0.subject) }
      Column("value") { $0.value.amount() }
      // What is dimensionless has none.
      Column("unit") { $0.unit == "1" ? .coded("1", .missing) : .unit($0.unit) }
      Column("machines") { $0.machines > 0 ? $0.machines.amount() : .missing }
      Column("status", "off-road.status") {
        .message($0.backing == .user ? "off-road.given" : "off-road.default")
      }
      Column("source") { .source($0.backing) }
    }
  }
}

/// Messages that differ in nothing but the band of power, told once with all bands.
func mergingBands(_ messages: [Message]) -> [Message] {
  messages.grouped { Message($0.id, $0.arguments.filter { $0.key != "band" }) }.map { rest, own in
    let bands = own.compactMap { $0.arguments["band"] }
    let sorted = PowerBand.reported.map(\.name.shown).filter(bands.contains)
    return sorted.isEmpty
      ? rest : Message(rest.id, rest.arguments.merging(["band": sorted.shown]) { $1 })
  }
}
