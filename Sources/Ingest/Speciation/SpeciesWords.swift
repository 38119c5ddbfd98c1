import AirQuality

/// The words that tables of compounds have in the place of numbers, in English, Japanese and Chinese.
enum SpeciesWords {
  /// Headers of the column of stamps.
  static let clocks: [String] = [
    "Time", "time", "DateTime", "datetime", "Datetime", "Date Time", "Date/Time", "Sample Time",
    "Start Time", "Timestamp", "timestamp", "时间", "日期", "日期时间", "采样时间", "采样开始时间", "监测时间", "监测日期",
    "数据时间", "测量时间", "开始时间", "時間", "時刻", "測定日時", "測定時刻", "測定時間", "採取日時", "採取開始日時", "日時",
  ]

  private static let below: Set<String> = [
    "n.d.", "n.d", "nd", "<mdl", "<dl", "<lod", "bdl", "未检出", "未檢出", "低于检出限", "小于检出限", "检出限以下",
    "不検出", "検出せず", "検出下限未満", "検出限界未満", "検出下限以下",
  ]

  private static let absent: Set<String> = [
    "", "na", "n/a", "#n/a", "nan", "null", "***", "/", "无", "空", "缺测", "缺失", "欠測",
  ]

  private static let invalid: Set<String> = [
    "无效", "无效数据", "维护", "校准", "标定", "质控", "停电", "故障", "离线", "调试", "調整中", "保守", "点検", "校正", "停止",
    "異常", "invalid", "calibration", "maintenance", "offline",
  ]

  private static let summaries: Set<String> = [
    "平均值", "平均", "最大值", "最小值", "最大", "最小", "最高", "最低", "合计", "总计", "有效数据数", "有效数", "样本数", "标准差",
    "中位数",
    "平均値", "最大値", "最小値", "合計", "有効数", "average", "avg", "mean", "max", "maximum", "min", "minimum",
    "median", "sum", "total", "count", "sd", "stdev",
  ]

  private static func folded(_ text: String) -> String {
    CompatibilityForm.of(text).lowercased().filter { !$0.isWhitespace }
  }

  /// Whether a text says “below the detection limit”: a word, `<0.02`, or `0.02L`, as Chinese laboratories
  /// write a limit that was not reached.
  static func isBelowDetection(_ text: String) -> Bool {
    guard let first = text.first, !first.isASCII || !first.isNumber || text.last == "L" else {
      return false
    }
    let word = folded(text)
    if below.contains(word) { return true }
    if word.hasPrefix("<") { return Double(word.dropFirst()) != nil }
    return text.last == "L" && Double(word.dropLast()) != nil
  }

  /// The same without the limit's number, so that notices are told once.
  static func belowDetectionForm(_ text: String) -> String {
    let word = folded(text)
    if word.hasPrefix("<"), Double(word.dropFirst()) != nil { return "<…" }
    return text.last == "L" && Double(word.dropLast()) != nil ? "…L" : text
  }

  /// Whether a text means missing: nothing, dashes, a word.
  static func isMissing(_ text: String) -> Bool {
    // Numbers, which most fields are, need no word looked up.
    if let first = text.first, first.isASCII, first.isNumber { return false }
    let word = folded(text)
    return absent.contains(word) || word.allSatisfy { "-—–−ー".contains($0) }
  }

  /// Whether a text says why there is no measurement.
  static func isInvalid(_ text: String) -> Bool {
    guard let first = text.first, !first.isASCII || first.isLetter else { return false }
    return invalid.contains(folded(text))
  }

  /// Whether a row's first field says that it is a mean, an extreme or a count of the rows above.
  static func isSummary(_ text: String) -> Bool { summaries.contains(folded(text)) }

  /// Whether a row's first field may stand before units.
  static func isUnitLabel(_ text: String) -> Bool {
    ["", "单位", "単位", "單位", "unit", "units"].contains(folded(text))
  }

  /// A stamp with slashes and colons where it has 年, 月, 日, 时 and 分.
  static func stamp(_ text: String) -> String {
    guard text.contains("年") else { return text }
    var written = ""
    for character in text {
      switch character {
      case "年", "月": written.append("/")
      case "日": written.append(" ")
      case "时", "時", "点": written.append(":")
      case "分": written.append(":")
      case "秒": break
      case _ where character.isWhitespace: break
      default: written.append(character)
      }
    }
    return written.hasSuffix(":") ? written + "00" : written
  }
}
