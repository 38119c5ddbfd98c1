package import Documents

/// What a budget line pays for.
public enum CostKind: String, VocabularyTerm {
  case travel
  case accommodation
  case interpretation
  case translation
  case honorarium
  case venue
  case material
  case analysis
  case equipment
  case salary
  case overhead
  case entertainment

  /// The kind in three languages.
  public var names: TrilingualName {
    switch self {
    case .travel: TrilingualName("travel", "旅費", "差旅费")
    case .accommodation: TrilingualName("accommodation", "宿泊費", "住宿费")
    case .interpretation: TrilingualName("interpretation", "通訳費", "口译费")
    case .translation: TrilingualName("translation", "翻訳費", "笔译费")
    case .honorarium: TrilingualName("honorarium", "謝金", "讲课费")
    case .venue: TrilingualName("venue", "会場費", "场地费")
    case .material: TrilingualName("material", "資料・消耗品費", "资料耗材费")
    case .analysis: TrilingualName("analysis", "分析費", "分析费")
    case .equipment: TrilingualName("equipment", "機器費", "设备费")
    case .salary: TrilingualName("salary", "人件費", "人员工资")
    case .overhead: TrilingualName("overhead", "間接経費", "间接费用")
    case .entertainment: TrilingualName("entertainment", "交際費", "招待费")
    }
  }

  /// Whether the cost arises only because of the cooperation itself.
  ///
  /// The plan speaks of “mainly direct costs” and gives no list; the list is ours. Staff are paid
  /// and rooms are lit with or without a training, so salaries and overhead are indirect.
  public var isDirect: Bool {
    switch self {
    case .salary, .overhead, .entertainment: false
    default: true
    }
  }
}

/// A currency of the programme.
public enum Currency: String, VocabularyTerm {
  case yen = "JPY"
  case yuan = "CNY"
  case dollar = "USD"
  case euro = "EUR"
  case pound = "GBP"
  case won = "KRW"

  /// The currency in three languages.
  public var names: TrilingualName {
    switch self {
    case .yen: TrilingualName("yen", "円", "日元")
    case .yuan: TrilingualName("yuan", "人民元", "人民币")
    case .dollar: TrilingualName("US dollar", "米ドル", "美元")
    case .euro: TrilingualName("euro", "ユーロ", "欧元")
    case .pound: TrilingualName("pound sterling", "英ポンド", "英镑")
    case .won: TrilingualName("South Korean won", "韓国ウォン", "韩元")
    }
  }

  /// Yen for one unit that no year of the programme came near to leaving: outside, a rate is the
  /// wrong way round or of another currency. From memory, and wide on purpose.
  var plausibleYen: ClosedRange<Double> {
    switch self {
    case .yen: 1...1
    case .yuan: 5...60
    case .dollar: 50...500
    case .euro: 50...500
    case .pound: 80...700
    case .won: 0.02...0.5
    }
  }

  /// What is wrong with a rate in yen for one unit; `nil` for one that can be.
  package func problem(ofRate yen: Double) -> (problem: Message, remedy: Message)? {
    let facts: [String: Value] = ["rate": .text("\(yen)"), "currency": .text(rawValue)]
    let remedy = Message("remedy.rate", facts)
    guard yen > 0, yen.isFinite else { return (Message("rule.rate-impossible", facts), remedy) }
    guard !plausibleYen.contains(yen) else { return nil }
    return (
      Message(
        plausibleYen.contains(1 / yen) ? "rule.rate-inverted" : "rule.rate-unlikely", facts),
      remedy
    )
  }
}
