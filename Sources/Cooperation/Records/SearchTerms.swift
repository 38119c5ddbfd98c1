/// By which words the terms of the lists are found: their names in three languages, and what else
/// they are called.
enum SearchTerms {
  /// What stands in the text of a record for each term: a character that no text has, three times, so
  /// that an index of three characters finds it. The words themselves would be most of the index.
  static let codes: [String: String] = {
    var codes: [String: String] = [:]
    for (place, term) in words.keys.sorted().enumerated() {
      guard let scalar = Unicode.Scalar(0xE000 + UInt32(place)) else {
        preconditionFailure("there are fewer terms than private characters")
      }
      codes[term] = String(repeating: Character(scalar), count: 3)
    }
    return codes
  }()

  /// Codes of the terms in one of whose words a word of a question occurs.
  static func codes(ofThoseWith word: String) -> [String] {
    keys.filter { $0.words.contains(word) }.map(\.code)
  }

  private static let keys: [(words: String, code: String)] = words.sorted { $0.key < $1.key }
    .compactMap { term, words in codes[term].map { (SearchText.key(words), $0) } }

  /// The words of each term, one text a line, as they are written in files.
  static let words: [String: String] = {
    var words: [String: Set<String>] = [:]
    func add<Term: VocabularyTerm>(_ vocabulary: Term.Type) {
      for term in Term.allCases {
        words[term.rawValue, default: []].formUnion(
          [term.rawValue, term.names.english, term.names.japanese, term.names.chinese])
      }
    }
    add(CooperationField.self)
    add(CooperationMode.self)
    add(ProjectStatus.self)
    add(FundingClass.self)
    add(OrganisationKind.self)
    add(CostKind.self)
    for (term, others) in synonyms { words[term, default: []].formUnion(others) }
    return words.mapValues { $0.sorted().joined(separator: "\n") }
  }()

  /// Other names of the fields and modes in the plan and in the trade. The words are ours.
  private static let synonyms: [String: [String]] = [
    CooperationField.volatileOrganicCompounds.rawValue: [
      "VOCs", "volatile organic compounds", "揮発性有機化合物", "挥发性有机物", "挥发性有机化合物",
    ],
    CooperationField.vehicles.rawValue: [
      "motor vehicles", "automobile", "自動車排ガス", "自動車排出ガス", "機動車", "机动车", "机动车尾气",
      "diesel", "ディーゼル車", "柴油车",
    ],
    CooperationField.offRoad.rawValue: [
      "off-road", "offroad", "non-road mobile machinery", "NRMM", "オフロード", "オフロード車", "オフロード自動車",
      "建設機械", "非道路", "非道路移动源", "非道路机械", "工程机械",
    ],
    CooperationField.constructionDust.rawValue: [
      "dust", "揚じん", "粉じん", "粉塵", "扬尘", "工地扬尘", "扬尘污染",
    ],
    CooperationField.forecast.rawValue: [
      "early warning", "forecasting", "予測", "予報", "警報", "预警", "预报", "预报预警",
    ],
    CooperationField.sourceApportionment.rawValue: [
      "PMF", "CMB", "receptor model", "発生源解析", "発生源寄与", "汚染源解析", "源解析", "来源解析",
    ],
    CooperationField.monitoring.rawValue: [
      "measurement", "モニタリング", "監視", "測定", "监测",
    ],
    CooperationField.fineParticlesAndOzone.rawValue: [
      "PM2.5", "ozone", "O3", "微小粒子状物質", "光化学オキシダント", "細颗粒物", "细颗粒物", "臭氧",
    ],
    CooperationField.waste.rawValue: ["廃棄物処理", "垃圾", "固体废物"],
    CooperationField.planning.rawValue: ["総量規制", "总量减排", "total control"],
    CooperationField.health.rawValue: ["health", "健康"],
    CooperationField.transboundary.rawValue: ["long-range transport", "越境", "跨界", "长距离输送"],
    CooperationMode.training.rawValue: ["trainees", "研修", "培训", "研修生受入"],
    CooperationMode.dispatch.rawValue: ["experts", "専門家派遣", "专家派遣"],
    CooperationMode.jointResearch.rawValue: ["共同研究", "联合研究"],
    CooperationMode.modelProject.rawValue: ["モデル事業", "示范工程", "示范项目"],
  ]
}
