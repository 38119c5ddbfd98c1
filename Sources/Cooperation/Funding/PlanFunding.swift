import AirQuality

/// What the plan’s rule of funding says of one line of its table of twelve, with the plan’s words.
///
/// - Source: the plan of 2014, 2 (3) and reference 1.
public struct PlanFunding: Hashable, Codable, Sendable {
  /// Which case of the rule a line falls under.
  public enum Case: String, VocabularyTerm {
    case existing, new, strengthened
    /// The plan does not tell which of the two.
    case newOrStrengthened = "new or strengthened"
    case outside = "outside the platform"

    /// The case in three languages.
    public var names: TrilingualName {
      switch self {
      case .existing: TrilingualName("existing", "既存の協力", "既有合作")
      case .new: TrilingualName("new", "新規", "新增")
      case .strengthened: TrilingualName("strengthened", "既存の協力の強化", "强化既有合作")
      case .newOrStrengthened:
        TrilingualName(
          "new or strengthened (the plan does not say which)", "新規または強化（計画に区別の記載なし）",
          "新增或强化（计划未区分）")
      case .outside: TrilingualName("outside the platform", "プラットフォーム外", "平台之外")
      }
    }

    /// Who pays, in the plan's words; outside the platform the rule says nothing.
    public var rule: TrilingualName {
      switch self {
      case .existing:
        TrilingualName(
          "The cost of going on with an existing cooperation is in principle borne by each city as "
            + "before.",
          "既存の協力関係を継続する場合に必要な経費は、各都市が今までどおり負担することを原則とする。",
          "继续既有合作关系所需的经费，原则上由各城市照旧负担。")
      case .new, .strengthened, .newOrStrengthened:
        TrilingualName(
          "Of a new cooperation on air pollution (an existing one made stronger included) the "
            + "Ministry of the Environment supports part of the cost, mainly direct cost, through "
            + "the platform.",
          "大気汚染対策分野で新たな協力を実施する場合（既存の協力を強化する場合を含む）には、その経費の一部（主として直接経費）を、プラットフォームを通じて環境省が支援する。",
          "在大气污染防治领域开展新的合作时（包括强化既有合作），其部分经费（主要为直接经费）由日本环境省通过平台给予支持。")
      case .outside:
        TrilingualName(
          "Paid by another programme or by the body itself; the plan’s rule does not speak of it.",
          "他の制度または機関自身の経費による。計画の経費の規定の対象ではない。", "由其他制度或机构自身承担经费，不属于计划经费规定的对象。")
      }
    }
  }

  /// Line of the table, 1 to 12.
  public let row: Int
  /// Id of the organisation of the line.
  public let organisation: String
  /// Its partners.
  public let partners: [String]
  /// The case.
  public let funding: Case
  /// Whether the plan's words say so; otherwise it was inferred from them.
  public let isStated: Bool
  /// What the plan writes in the line: the Japanese is the plan's own.
  public let words: TrilingualName

  /// The lines of a registry's plan, with the words of the built-in table.
  public static func lines(_ registry: Registry) -> [PlanFunding] {
    let plan = PlanTable(registry).lines
    return ReferenceTable(named: "cooperation/plan_lines.csv").rows.compactMap { row in
      guard let number = row.number("row").map({ Int($0) }),
        let funding = row["class"].flatMap(Case.init),
        let line = plan.first(where: { $0.row == number })
      else { return nil }
      return PlanFunding(
        row: number, organisation: line.organisation, partners: line.partners, funding: funding,
        isStated: row["basis"] == "stated",
        words: TrilingualName(
          row["words_en"] ?? "", row["words_ja"] ?? "", row["words_zh"] ?? ""))
    }
  }
}
