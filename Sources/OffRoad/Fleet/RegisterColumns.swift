/// Which column of a fleet list holds what.
///
/// The names are those of London's register of non-road mobile machinery and of common surveys in
/// English, Japanese and Chinese; case, blanks and underscores do not matter.
struct RegisterColumns {
  /// What a column may hold.
  enum Role: Int, CaseIterable {
    case site, type, stage, power, powerKilowatts, powerHorsepower, powerUnit, modelYear, fuel
    case retrofit, count, weight, hours, loadFactor, idlingShare, exemption

    /// As the documentation names it.
    var name: String { spellings[0] }

    var spellings: [String] {
      switch self {
      case .site: ["site", "site_name", "site_id", "project", "現場", "工地"]
      case .type:
        [
          "machinery", "type", "machinery_type", "machine_type", "equipment", "equipment_type",
          "機種", "机械类型", "机种",
        ]
      case .stage:
        [
          "stage", "engine_stage", "emission_stage", "eu_stage", "standard", "規制区分", "排放阶段",
        ]
      case .power: ["power", "engine_power", "rated_power", "net_power", "出力", "功率"]
      case .powerKilowatts:
        [
          "power_kw", "engine_power_kw", "rated_power_kw", "net_power_kw", "kw", "power_(kw)",
          "engine_power_(kw)", "出力_kw", "功率_kw",
        ]
      case .powerHorsepower: ["power_hp", "engine_power_hp", "rated_power_hp", "hp", "power_(hp)"]
      case .powerUnit: ["power_unit", "unit_of_power"]
      case .modelYear:
        ["model_year", "year", "engine_year", "year_of_manufacture", "製造年", "生产年份"]
      case .fuel: ["fuel", "fuel_type", "燃料", "燃料类型"]
      case .retrofit: ["retrofit", "abatement", "after_treatment", "後処理装置", "后处理"]
      case .count: ["count", "number", "machines", "quantity", "台数", "数量"]
      case .weight: ["weight", "survey_weight", "expansion_factor", "抽出ウェイト", "权重"]
      case .hours:
        ["hours", "annual_hours", "hours_per_year", "operating_hours", "年間稼働時間", "年工作小时"]
      case .loadFactor: ["load_factor", "load", "負荷率", "负荷率"]
      case .idlingShare: ["idling_share", "idle_share", "idling", "アイドリング率", "怠速比例"]
      case .exemption: ["exemption", "exempt", "適用除外", "豁免"]
      }
    }
  }

  /// Names as the file has them.
  let header: [String]
  /// One a role; a million rows ask for each. Negative where the file has no such column.
  private let positions: [Int]

  /// - Throws: `OffRoadError.missingColumn` or `.unitUnknown`.
  init(
    _ header: [String], file: String, regulation: EngineStage.Regulation?
  ) throws(OffRoadError) {
    self.header = header
    let plain = header.map(Self.normalised)
    var positions: [Role: Int] = [:]
    for role in Role.allCases {
      for spelling in role.spellings {
        if let position = plain.firstIndex(of: Self.normalised(spelling)) {
          positions[role] = position
          break
        }
      }
    }
    self.positions = Role.allCases.map { positions[$0] ?? -1 }
    guard positions[.type] != nil else {
      throw .missingColumn(Role.type.name, file: file, found: header)
    }
    // The stage may follow from the year when the law is known.
    if positions[.stage] == nil, regulation == nil || positions[.modelYear] == nil {
      throw .missingColumn(Role.stage.name, file: file, found: header)
    }
    if let power = positions[.power], positions[.powerUnit] == nil {
      throw .unitUnknown(column: header[power], file: file)
    }
  }

  func position(_ role: Role) -> Int? {
    let position = positions[role.rawValue]
    return position < 0 ? nil : position
  }

  func name(_ role: Role) -> String { position(role).map { header[$0] } ?? role.name }

  private static func normalised(_ name: String) -> String {
    let words = name.lowercased().split { $0 == " " || $0 == "_" || $0 == "-" }
    return words.joined(separator: "_")
  }
}
