import Documents
import Cooperation
import Evidence

extension NameBook {
  /// Names of columns: files keep one set, a reader of text has them in the own language.
  func columns(_ english: [String], _ format: OutputFormat) -> [String] {
    english.map { name in
      guard format == .text, let own = Self.columns[name] else { return name }
      return text(own)
    }
  }

  private static let columns: [String: TrilingualName] = Dictionary(
    uniqueKeysWithValues: [
      TrilingualName("line", "行", "行"), TrilingualName("organisation", "団体", "单位"),
      TrilingualName("partners", "連携先", "合作方"), TrilingualName("case", "区分", "类别"),
      TrilingualName("basis", "根拠", "依据"), TrilingualName("rule", "経費の原則", "经费原则"),
      TrilingualName("words of the plan", "計画の文言", "计划原文"),
      TrilingualName("year", "年度", "财年"), TrilingualName("fiscal year", "年度", "财年"),
      TrilingualName("Japan", "日本側", "日方"), TrilingualName("China", "中国側", "中方"),
      TrilingualName("title", "事業名", "项目名称"), TrilingualName("project", "事業", "项目"),
      TrilingualName("projects", "事業", "项目"), TrilingualName("fields", "分野", "领域"),
      TrilingualName("modes", "方式", "方式"), TrilingualName("status", "状況", "状态"),
      TrilingualName("funding", "経費", "经费"), TrilingualName("verified", "確認", "核实"),
      TrilingualName("from", "開始", "开始"), TrilingualName("to", "終了", "结束"),
      TrilingualName("what", "内容", "内容"), TrilingualName("where", "場所", "地点"),
      TrilingualName("people", "人数", "人数"), TrilingualName("days", "日数", "天数"),
      TrilingualName("note", "備考", "备注"), TrilingualName("activities", "活動", "活动"),
      TrilingualName("first", "一方", "一方"), TrilingualName("second", "他方", "另一方"),
      TrilingualName("bridge", "橋", "桥"), TrilingualName("degree", "次数", "度"),
      TrilingualName("betweenness", "媒介中心性", "中介中心性"), TrilingualName("part", "部分", "部分"),
    ].map { ($0.english, $0) })
}
