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

  /// The currency in three languages.
  public var names: TrilingualName {
    switch self {
    case .yen: TrilingualName("yen", "円", "日元")
    case .yuan: TrilingualName("yuan", "人民元", "人民币")
    }
  }
}
