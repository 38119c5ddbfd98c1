import Store
import ArgumentParser
import Cooperation
import Documents
import Evidence
import Studies

/// Shows one record with everything that hangs on it.
struct ProjectsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one record with what belongs to it and what was found about it.",
    discussion: "Example: airaccord projects show P2014-KITAKYUSHU-SHANGHAI")

  @Argument(help: "Id of the record.")
  var id: String

  @OptionGroup var view: RegistryView

  func run() throws {
    try explainingErrors {
      try view.output.show(RecordReview(of: id, in: view.source.source()).run(), [], view.speech)
    }
  }
}

/// Finds records by a part of any text.
struct ProjectsSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find records by parts of words in Japanese, Chinese or English.",
    discussion: """
      Every word must occur, anywhere and inside other words too. Forms of one character are the \
      same: 瀋陽 finds 沈阳, and オフロード is found in any kana. Fields and modes are found by their \
      names in three languages.

      Examples:
        airaccord projects search 源解析
        airaccord projects search "VOC Jiangsu" --kind projects
      """)

  @Argument(help: "What to look for.")
  var question: String

  @Option(name: .long, help: "Only this kind of record.")
  var kind: RecordKind?

  @Option(name: .long, help: "Most records printed.")
  var limit = 50

  @OptionGroup var view: RegistryView

  func run() throws {
    try view.show { source in
      var search = RecordSearch(for: question, in: source)
      if let kind { search.kinds = [kind] }
      search.most = limit
      return try search.run()
    }
  }
}
