import Documents

/// Remarks of weather models on a study's stations, for a dossier.
///
/// A diagnostic has numbers and no names, so that these say less than `WeatherNote.message`; they go
/// when diagnostics carry a message.
enum WeatherPhrases {
  /// A note in the page's language; the author's English where there is none.
  static func note(
    _ identifier: String, _ message: String, _ facts: [String: Double], _ language: Language
  ) -> String {
    guard language != .english, let phrase = noteTexts[identifier] else { return message }
    return phrase.text(language, facts.mapValues { NumberText.fixed($0, 0) })
  }

  private static let noteTexts: [String: Phrase] = [
    "constant-weather": Phrase(
      "", "変動のない気象変数 {count} 個をモデルから除いた。", "{count} 个从不变化的气象变量已从模型中剔除。"),
    "many-gaps": Phrase(
      "", "{percent} % の時刻が欠測。気象正規化後の系列は実測のある時刻のみ。", "{percent}% 的时刻缺测；气象归一化后的序列仅在有实测值处给出。"),
    "steps-left-out": Phrase(
      "", "気象の欠測などにより {count} 時刻を除外した。", "因缺少气象等原因剔除 {count} 个时刻。"),
    "empty-pool": Phrase(
      "", "対応する気象がない {count} 時刻を除外した。", "{count} 个时刻没有可用气象，已剔除。"),
    "weather-gaps": Phrase(
      "", "ある気象変数の {percent} % が欠測。", "某气象变量缺测 {percent}%。"),
    "change-held-apart": Phrase(
      "", "施策開始日からの水準の変化は、気象モデルの学習から除いた。",
      "措施开始日起的水平变化未参与气象模型的训练。"),
    "change-not-apart": Phrase(
      "", "施策開始日からの変化を季節・傾向と区別できず、気象モデルがその一部を取り込んだ可能性がある。",
      "措施开始日起的变化无法与季节、趋势区分，气象模型可能吸收了其中一部分。"),
    "years-apart": Phrase(
      "", "季節と気象だけで区別できる、または測定日が少ないため、{count} 組の年の変化は示さない。",
      "因季节和气象足以区分两年，或测量日太少，{count} 对年份的变化未给出。"),
    "short-series": Phrase(
      "", "系列は {days} 日しかなく、傾向と季節を区別できない。", "序列仅 {days} 天，无法区分趋势与季节。"),
  ]
}
