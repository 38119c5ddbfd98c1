import ArgumentParser
import Documents
import Foundation
import TestSupport
import Testing

@testable import AirAccordCommand

@Suite("Help")
struct HelpTests {
  /// A command with the names above it, and every one below.
  private static func all(
    _ command: any ParsableCommand.Type, under path: [String] = []
  ) -> [(names: [String], command: any ParsableCommand.Type)] {
    let names = path + [command._commandName]
    return [(names, command)]
      + command.configuration.subcommands.flatMap { all($0, under: names) }
  }

  private static let verbs = all(AirAccordCommand.self)

  /// The name by which the catalogue knows a verb.
  private static func row(_ names: [String]) -> String {
    names.count == 1 ? names[0] : names.dropFirst().joined(separator: ".")
  }

  @Test("Every verb’s help has an example that begins with the command", .tags(.property))
  func examples() {
    #expect(Self.verbs.count > 50)
    for (names, command) in Self.verbs {
      let help = command.configuration.discussion
      #expect(help.contains("Example"), "\(names) --help has no example")
      #expect(help.contains("airaccord "), "\(names) --help")
    }
  }

  /// The words stood in the sources once; the command of then wrote the file.
  @Test("The English help of every verb is the recorded one, byte for byte", .tags(.golden))
  func english() throws {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/AirAccordCommandTests/Snapshots/help.txt")
    let pages = Self.verbs.map { names, command in
      "$ \(names.joined(separator: " ")) --help\n"
        + AirAccordCommand.helpMessage(for: command, columns: 80) + "\n"
    }
    if ProcessInfo.processInfo.environment["AIRACCORD_RECORD"] == "1" {
      try Data(pages.joined().utf8).write(to: file)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    for page in pages where !recorded.contains(page) { Issue.record("not recorded: \(page)") }
    #expect(pages.joined().utf8.count == recorded.utf8.count)
  }

  @Test("Each verb has its words in the catalogue, and no words are left without a verb")
  func rows() {
    let said = Set(
      Self.verbs.flatMap { names, _ in
        ["abstract", "discussion"].map { "help.\(Self.row(names)).\($0)" }
      })
    let written = Set(Catalogue.builtIn.rows.map(\.id).filter { $0.hasPrefix("help.") })
    #expect(said.symmetricDifference(written).isEmpty)
  }

  @Test("The commands of an example are the same in every language", .tags(.property))
  func commands() {
    func commands(_ id: String, _ language: Language) -> [Substring] {
      Catalogue.builtIn.text(Message(id), language).split(separator: "\n")
        .compactMap { line in
          line.firstRange(of: "airaccord ").flatMap { place in
            line.hasPrefix("  ") || line.contains("：airaccord") || line.contains(": airaccord")
              ? line[place.lowerBound...] : nil
          }
        }
    }
    var count = 0
    for (names, _) in Self.verbs {
      let id = "help.\(Self.row(names)).discussion"
      let english = commands(id, .english)
      count += english.count
      #expect(commands(id, .japanese) == english, "\(id)")
      #expect(commands(id, .chinese) == english, "\(id)")
    }
    #expect(count > 100)
  }

  @Test("Help speaks the language of --language, else of the terminal; completions stay English")
  func languages() throws {
    try withFolder { folder in
      func run(_ arguments: [String], _ locale: String) throws -> CommandRun {
        try CommandRun(arguments, in: folder, environment: ["LC_ALL": locale])
      }
      let japanese = try run(["trend", "--help", "--language", "ja"], "C")
      #expect(japanese.output.hasPrefix("概要：汚染物質の経年変化と、上昇・低下の時期を示す。"))
      let chinese = try run(["trend", "--help"], "zh_CN.UTF-8")
      #expect(chinese.output.hasPrefix("概述：说明污染物多年来如何变化，何时上升、何时下降。"))
      #expect(
        chinese.output.contains(
          """
          选项：
            --archive <archive>     档案，一个 SQLite 文件。
            --pollutant <pollutant> 污染物，如 no2。
          """), "\(chinese.output)")
      #expect(chinese.output.contains("（取值：day、week") || chinese.output.contains("（取值：day, week"))
      for line in (japanese.output + chinese.output).split(separator: "\n") {
        let width = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
        #expect(width <= 82 || line.contains("airaccord "), "\(line)")
      }
      let script = ["--generate-completion-script", "zsh"]
      #expect(try run(script, "ja_JP.UTF-8").output == (try run(script, "C").output))
      let dump = ["--experimental-dump-help"]
      #expect(try run(dump, "ja_JP.UTF-8").output == (try run(dump, "C").output))
    }
  }

  private struct Dump: Decodable {
    struct Command: Decodable {
      struct Argument: Decodable {
        let abstract: String?
        let discussion: String?
      }
      let arguments: [Argument]?
      let subcommands: [Command]?
    }
    let command: Command
  }

  @Test("Every option says its words in three languages, and no words are left without an option")
  func options() throws {
    let dump = try JSONDecoder().decode(
      Dump.self, from: Data(AirAccordCommand._dumpHelp().utf8))
    var rows = Dictionary(
      Catalogue.builtIn.rows.filter { $0.id.hasPrefix("option.") }
        .map { ($0.texts[.english] ?? "", $0.id) }, uniquingKeysWith: { "\($0) and \($1)" })
    var said: Set<String> = []
    func look(_ command: Dump.Command) {
      for argument in command.arguments ?? [] {
        for text in [argument.abstract, argument.discussion].compactMap(\.self)
        where !text.isEmpty {
          // Lists of terms come from their types, behind the words.
          let words = rows[text] == nil ? text.prefix { $0 != ":" } + ":" : text[...]
          if rows[String(words)] == nil { Issue.record("no words for: \(text)") }
          said.insert(String(words))
        }
      }
      (command.subcommands ?? []).forEach(look)
    }
    look(dump.command)
    for text in said { rows[text] = nil }
    #expect(rows.isEmpty)
    #expect(said.count > 300)
  }

  @Test("The language is that of --language, else of the terminal", .tags(.analytical))
  func spoken() {
    func spoken(_ arguments: [String], _ environment: [String: String] = [:]) -> Language {
      .spoken(by: ["airaccord"] + arguments, in: environment)
    }
    #expect(spoken(["trend", "--help"]) == .english)
    #expect(spoken(["trend", "--language", "ja"], ["LANG": "zh_CN.UTF-8"]) == .japanese)
    #expect(spoken(["trend", "--language=zh"]) == .chinese)
    #expect(spoken(["trend"], ["LC_ALL": "", "LANG": "ja_JP.UTF-8"]) == .japanese)
    #expect(spoken(["trend"], ["LC_ALL": "C", "LANG": "ja_JP.UTF-8"]) == .english)
    #expect(spoken(["trend", "--language", "fr"], ["LANG": "de_DE"]) == .english)
    #expect(spoken(["--generate-completion-script", "zsh"], ["LANG": "ja_JP"]) == .english)
    #expect(spoken(["--experimental-dump-help"], ["LANG": "zh_CN"]) == .english)
  }

  @Test("A wrong call is refused in the reader’s language", .tags(.analytical))
  func refusal() throws {
    try withFolder { folder in
      func errors(_ language: String) throws -> String {
        let run = try CommandRun(
          ["aqi", "--archive", "a.sqlite", "--nowcast", "--language", language], in: folder)
        #expect(run.exitCode == 64)
        return run.errors
      }
      let (english, japanese, chinese) = (try errors("en"), try errors("ja"), try errors("zh"))
      #expect(english.hasPrefix("Error: --nowcast is for hours; add --by hour\n"))
      #expect(japanese.hasPrefix("Error: --nowcast は時間値のもの。--by hour を加える\n"))
      #expect(chinese.hasPrefix("Error: --nowcast 只用于小时值；请加 --by hour\n"))
    }
  }

  @Test("A setting that is refused shows how its own verb is called", .tags(.analytical))
  func usageOfTheVerb() throws {
    try withFolder { folder in
      try Data("name,estimate\n".utf8).write(to: folder.appendingPathComponent("t.csv"))
      let run = try CommandRun(["calibrate", "t.csv", "--level", "2"], in: folder)
      #expect(run.exitCode == 64)
      #expect(
        run.errors.hasPrefix(
          """
          Error: --level is 2.0; give a share between 0 and 1
          Usage: airaccord calibrate <file> 
          """), "\(run.errors)")
      #expect(run.errors.hasSuffix("  See 'airaccord calibrate --help' for more information.\n"))
      let below = try CommandRun(
        ["off-road", "population", "digger=3", "--count-year", "2020", "--year", "2024"], in: folder
      )
      #expect(below.exitCode == 64)
      #expect(below.errors.contains("\nUsage: airaccord off-road population "), "\(below.errors)")
      #expect(below.errors.contains("  See 'airaccord off-road population --help' for more"))
    }
  }
}
