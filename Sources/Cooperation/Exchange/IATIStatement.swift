import AirQuality
public import Documents

/// What an activity says of money and results: a budget, a transaction, a planned disbursement or a
/// period of an indicator.
public struct IATIStatement: Hashable, Codable, Sendable {
  /// What kind of statement it is.
  public enum Kind: String, Codable, Sendable {
    case budget
    case plannedDisbursement = "planned-disbursement"
    case transaction
    case result
  }

  /// What kind of statement it is.
  public let kind: Kind
  /// Code of its type in the standard's lists; empty for none.
  public let type: String
  /// First day as it is written; the day of a transaction.
  public let from: String
  /// Last day as it is written; empty for a transaction.
  public let to: String
  /// The amount, or what was reached, as it is written: indicators may be words.
  public let value: String
  /// What was aimed at; empty but for results.
  public let target: String
  /// ISO 4217; empty for results.
  public let currency: String
  /// The description or the title of the indicator, as far as there is one.
  public let words: String

  /// All statements of an activity as it was published, in its order.
  ///
  /// - Throws: `RegistryError.document` where the text is no XML.
  public static func read(_ xml: String) throws(RegistryError) -> [IATIStatement] {
    let activity = try XMLElementNode.read(Array(xml.utf8), file: "")
    return statements(of: activity)
  }

  static func statements(of activity: XMLElementNode) -> [IATIStatement] {
    activity.children.flatMap { element -> [IATIStatement] in
      switch element.name {
      case "budget": [money(.budget, element, activity)]
      case "planned-disbursement": [money(.plannedDisbursement, element, activity)]
      case "transaction": [money(.transaction, element, activity)]
      case "result": results(element)
      default: []
      }
    }
  }

  private static func money(
    _ kind: Kind, _ element: XMLElementNode, _ activity: XMLElementNode
  ) -> IATIStatement {
    let value = element.first("value")
    let currency = value?["currency"] ?? ""
    let day = (element.first("period-start") ?? element.first("transaction-date"))?["iso-date"]
    return IATIStatement(
      kind: kind,
      type: kind == .transaction
        ? element.first("transaction-type")?["code"] ?? "" : element["type"],
      from: day ?? "", to: element.first("period-end")?["iso-date"] ?? "",
      value: value?.text.trimmed ?? "", target: "",
      currency: currency.isEmpty ? activity["default-currency"] : currency,
      words: words(element.first("description")))
  }

  private static func results(_ result: XMLElementNode) -> [IATIStatement] {
    result.all("indicator").flatMap { indicator in
      indicator.all("period").map { period in
        IATIStatement(
          kind: .result, type: result["type"],
          from: period.first("period-start")?["iso-date"] ?? "",
          to: period.first("period-end")?["iso-date"] ?? "",
          value: period.first("actual")?["value"] ?? "",
          target: period.first("target")?["value"] ?? "", currency: "",
          words: words(indicator.first("title")))
      }
    }
  }

  private static func words(_ element: XMLElementNode?) -> String {
    element?.all("narrative").lazy.map { $0.text.trimmed }.first { !$0.isEmpty } ?? ""
  }
}

extension IATIStatement.Kind {
  /// The kind in a language.
  public var message: Message { Message("iati.statement-\(rawValue)") }
}
