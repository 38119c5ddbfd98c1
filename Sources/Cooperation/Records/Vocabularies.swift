/// What a cooperation is about: the plan's list of fields, and what its table names besides.
public enum CooperationField: String, VocabularyTerm {
  case volatileOrganicCompounds = "VOC"
  case vehicles = "vehicle"
  case offRoad = "off-road"
  case constructionDust = "construction dust"
  case forecast = "forecast and alert"
  case sourceApportionment = "source apportionment"
  case monitoring
  /// Named by the plan's lines beside its list of fields.
  case fineParticlesAndOzone = "PM2.5 and ozone"
  case waste
  case planning = "planning and total emission control"
  case health = "health effects"
  case transboundary = "transboundary pollution"
  /// Air pollution control as a whole.
  case general
  /// The source names no field, which does not mean that there is none.
  case notStated = "not stated"
  case other

  /// The field in three languages.
  public var names: TrilingualName {
    switch self {
    case .volatileOrganicCompounds: TrilingualName("VOC measures", "VOC対策", "VOCs治理")
    case .vehicles: TrilingualName("vehicles", "自動車対策", "机动车污染防治")
    case .offRoad:
      TrilingualName("off-road machinery", "オフロード車等の対策", "非道路移动机械污染防治")
    case .constructionDust:
      TrilingualName("construction dust", "建設工事の揚じん対策", "施工扬尘控制")
    case .forecast: TrilingualName("forecast and alert", "予報・警報システム", "预报、预警系统")
    case .sourceApportionment:
      TrilingualName("source apportionment", "汚染源解析", "大气污染来源解析（源解析）")
    case .monitoring: TrilingualName("monitoring", "モニタリング等", "监测等")
    case .fineParticlesAndOzone: TrilingualName("PM2.5 and ozone", "PM2.5・オゾン", "PM2.5与臭氧")
    case .waste: TrilingualName("waste", "廃棄物", "废弃物")
    case .planning:
      TrilingualName("planning and total emission control", "計画策定・総量抑制", "规划制定与总量控制")
    case .health: TrilingualName("health effects", "健康影響", "健康影响")
    case .transboundary: TrilingualName("transboundary pollution", "越境汚染", "跨境污染")
    case .general:
      TrilingualName("air pollution control in general", "大気汚染対策全般", "大气污染防治（综合）")
    case .notStated: TrilingualName("not stated", "記載なし", "未载明")
    case .other: TrilingualName("other", "その他", "其他")
    }
  }

  /// The fields that the plan names; the rest of the vocabulary is for what it does not name.
  public static let ofThePlan: [Self] = [
    .volatileOrganicCompounds, .vehicles, .offRoad, .constructionDust, .forecast,
    .sourceApportionment, .monitoring,
  ]

  /// Whether it names a field at all: “not stated” says nothing about what is there.
  public var isNamed: Bool { self != .notStated && self != .general && self != .other }
}

/// How a cooperation works: the plan's list of modes, and what activities are besides.
public enum CooperationMode: String, VocabularyTerm {
  case training = "training in Japan"
  case dispatch = "expert dispatch"
  case jointResearch = "joint research"
  case modelProject = "model project"
  case seminar
  case survey
  case businessMatching = "business matching"
  case teachingMaterial = "teaching material"
  case brokering
  case meeting
  case publication

  /// The mode in three languages.
  public var names: TrilingualName {
    switch self {
    case .training: TrilingualName("training in Japan", "訪日研修", "赴日培训")
    case .dispatch: TrilingualName("dispatch of experts", "専門家の派遣", "派遣专家")
    case .jointResearch: TrilingualName("joint research", "日中共同研究", "中日联合研究")
    case .modelProject: TrilingualName("model projects", "モデル事業の実施等", "实施示范项目等")
    case .seminar: TrilingualName("seminar", "セミナー", "研讨会")
    case .survey: TrilingualName("survey", "調査", "调查")
    case .businessMatching: TrilingualName("business matching", "ビジネスマッチング", "商务对接")
    case .teachingMaterial: TrilingualName("teaching material", "教材", "教材")
    case .brokering: TrilingualName("brokering", "斡旋・調整", "撮合与协调")
    case .meeting: TrilingualName("meeting", "会合", "会议")
    case .publication: TrilingualName("publication", "公表", "发布")
    }
  }

  /// The four modes that the plan's scheme names.
  public static let ofThePlan: [Self] = [.training, .dispatch, .jointResearch, .modelProject]
}

/// Between whom a project works: the plan's two components.
public enum ProjectComponent: String, VocabularyTerm {
  case government
  case business

  /// The component in three languages.
  public var names: TrilingualName {
    switch self {
    case .government:
      TrilingualName(
        "between government staff (affiliated institutes, foundations and, in China, public "
          + "institutions included)",
        "政府職員（傘下の研究所、財団等を含む。中国の場合はいわゆる「事業単位」を含む）を中心とした交流・協力",
        "以政府工作人员（含下属研究机构、财团等，中国含事业单位）为主的交流与合作")
    case .business: TrilingualName("between companies", "企業間の交流・協力", "企业间的交流与合作")
    }
  }
}

/// How far a project has come.
public enum ProjectStatus: String, VocabularyTerm {
  case wish
  case matched
  case planned
  case underWay = "under way"
  case done
  case cancelled
  case awaitingReply = "awaiting reply"

  /// The status in three languages.
  public var names: TrilingualName {
    switch self {
    case .wish: TrilingualName("wish", "要望", "愿望")
    case .matched: TrilingualName("matched", "組合せ済み", "已匹配")
    case .planned: TrilingualName("planned", "計画中", "计划中")
    case .underWay: TrilingualName("under way", "実施中", "进行中")
    case .done: TrilingualName("done", "完了", "已完成")
    case .cancelled: TrilingualName("cancelled", "中止", "已取消")
    case .awaitingReply: TrilingualName("awaiting reply", "回答待ち", "等待答复")
    }
  }
}

/// Who pays for a project under the plan's rule.
public enum FundingClass: String, VocabularyTerm {
  /// A cooperation that goes on as before: each city bears its own cost.
  case existing
  /// New, or an existing one made stronger: part of the direct cost may come from the platform.
  case newOrStrengthened = "new or strengthened"
  /// Paid by somebody else, such as JICA.
  case outside = "outside the platform"

  /// The class in three languages.
  public var names: TrilingualName {
    switch self {
    case .existing: TrilingualName("existing", "既存の協力", "既有合作")
    case .newOrStrengthened: TrilingualName("new or strengthened", "新規・強化", "新增或强化")
    case .outside: TrilingualName("outside the platform", "プラットフォーム外", "平台之外")
    }
  }
}

/// What an organisation is.
public enum OrganisationKind: String, VocabularyTerm {
  case municipality, prefecture, province, ministry
  case researchInstitute = "research institute"
  case aidAgency = "aid agency"
  case businessAssociation = "business association"
  case company, platform

  /// The kind in three languages.
  public var names: TrilingualName {
    switch self {
    case .municipality: TrilingualName("municipality", "市", "市")
    case .prefecture: TrilingualName("prefecture", "都道府県", "都道府县")
    case .province: TrilingualName("province", "省", "省")
    case .ministry: TrilingualName("ministry", "省庁", "部委")
    case .researchInstitute: TrilingualName("research institute", "研究機関", "研究机构")
    case .aidAgency: TrilingualName("aid agency", "援助機関", "援助机构")
    case .businessAssociation: TrilingualName("business association", "経済団体", "经济团体")
    case .company: TrilingualName("company", "企業", "企业")
    case .platform: TrilingualName("platform", "プラットフォーム", "平台")
    }
  }

  /// Whether it governs a territory.
  public var isLocalGovernment: Bool {
    self == .municipality || self == .prefecture || self == .province
  }
}

/// What an organisation does in the cooperation.
public enum OrganisationRole: String, VocabularyTerm {
  case requester, provider, platform, funder, accountable, implementing

  /// The role in three languages.
  public var names: TrilingualName {
    switch self {
    case .requester: TrilingualName("requester", "要望側", "需求方")
    case .provider: TrilingualName("provider", "提供側", "提供方")
    case .platform: TrilingualName("platform", "プラットフォーム", "平台")
    case .funder: TrilingualName("funder", "資金提供", "出资方")
    case .accountable: TrilingualName("accountable", "責任機関", "责任机构")
    case .implementing: TrilingualName("implementing", "実施機関", "实施机构")
    }
  }
}

/// What passes between two parties of the scheme.
public enum FlowKind: String, VocabularyTerm {
  case money, guidance, support, coordination, liaison, cooperation

  /// The kind in three languages.
  public var names: TrilingualName {
    switch self {
    case .money: TrilingualName("money", "資金", "资金")
    case .guidance: TrilingualName("guidance and advice", "指導・助言", "指导和咨询")
    case .support: TrilingualName("support", "サポート", "支持")
    case .coordination: TrilingualName("coordination", "調整", "协调")
    case .liaison: TrilingualName("close liaison", "密接な連携", "密切配合")
    case .cooperation: TrilingualName("cooperation", "連携協力", "合作")
    }
  }
}

/// All members of one side, where the scheme names no single one.
public enum PartyGroup: String, VocabularyTerm {
  case japaneseGovernments = "jp-governments"
  case chineseCities = "cn-cities"
  case japaneseCompanies = "jp-companies"
  case chineseCompanies = "cn-companies"

  /// The group in three languages.
  public var names: TrilingualName {
    switch self {
    case .japaneseGovernments: TrilingualName("Japanese local governments", "日本の地方自治体", "日本地方政府")
    case .chineseCities: TrilingualName("Chinese cities and provinces", "中国各都市", "中国各省市")
    case .japaneseCompanies:
      TrilingualName(
        "Companies in the Japanese cities", "日本の各都市に立地する企業", "位于日本各城市的企业")
    case .chineseCompanies:
      TrilingualName("Companies in the Chinese cities", "中国の各都市に立地する企業", "位于中国各城市的企业")
    }
  }
}

extension PartyGroup {
  /// What the plan of 2014 writes below the list of the group; `nil` for none.
  public var remarkOfThePlan: TrilingualName? {
    switch self {
    case .chineseCities: TrilingualName("and others (being arranged)", "等（調整中）", "等（协调中）")
    case .japaneseGovernments:
      TrilingualName("(more are to join)", "（今後増加予定）", "（今后预定增加）")
    case .japaneseCompanies, .chineseCompanies: nil
    }
  }
}

/// What the platform's functions are about.
public enum FunctionKind: String, VocabularyTerm {
  case overall, individual
  case crossCutting = "cross-cutting"
  case basic

  /// The kind in three languages.
  public var names: TrilingualName {
    switch self {
    case .overall: TrilingualName("as a whole", "全体", "总体")
    case .individual: TrilingualName("single cooperations", "個別の取組", "具体合作事项")
    case .crossCutting: TrilingualName("across the cities", "横断的な取組", "共性工作（综合性工作）")
    case .basic: TrilingualName("basic", "基盤的な取組", "基础工作")
    }
  }
}

/// How a row was checked; it is shown wherever the row is.
public enum Verification: String, VocabularyTerm {
  /// Found in an archived copy of a public source.
  case storedSource = "stored-source"
  /// General knowledge that no archived copy backs.
  case recall
  /// Entered by the office that keeps the registry.
  case reported

  /// The degree in three languages.
  public var names: TrilingualName {
    switch self {
    case .storedSource: TrilingualName("stored source", "出典確認済み", "已核对来源")
    case .recall: TrilingualName("unverified", "未確認", "未核实")
    case .reported: TrilingualName("reported by the office", "担当機関の報告", "主管机构报告")
    }
  }
}

/// What kind of test a published claim admits.
public enum ClaimTest: String, VocabularyTerm {
  case relativeChange = "relative change"
  case level
  case memberCount = "member count"
  case meetingCount = "meeting count"
  case partnerCount = "partner count"
  case headCount = "head count"
  case none

  /// The test in three languages.
  public var names: TrilingualName {
    switch self {
    case .relativeChange: TrilingualName("relative change", "変化率", "变化率")
    case .level: TrilingualName("level", "濃度", "浓度")
    case .memberCount: TrilingualName("number of members", "参加数", "成员数")
    case .meetingCount: TrilingualName("number of meetings", "会合数", "会议数")
    case .partnerCount: TrilingualName("number of partners", "連携先の数", "合作方数量")
    case .headCount: TrilingualName("head count", "人数", "人数")
    case .none: TrilingualName("none", "なし", "无")
    }
  }
}
