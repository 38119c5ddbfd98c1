import Cooperation
import Documents
import Foundation
import TestSupport
import Testing

@Suite("The command projects")
struct ProjectsCommandTests {
  @Test("The plan's twelve lines are listed without an archive")
  func plan() throws {
    try withFolder { folder in
      let run = try CommandRun(
        ["projects", "list", "--plan", "--format", "csv", "--language", "ja"], in: folder)
      #expect(run.exitCode == 0)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 13)
      #expect(lines[3].hasPrefix("3,長野県,河北省,長野・河北の専門家交流"))
      #expect(lines[9].hasPrefix("9,北九州市,上海市; 武漢市; 唐山市; 天津市,"))
      // What the plan does not state is marked.
      #expect(lines[1].contains("既存の協力（推定）"))
      #expect(lines[11].contains("（推定）,JICA環境に優しい社会構築"))
    }
  }

  @Test("An organisation that the records have not is refused by every filter, with what is near")
  func unknownOrganisation() throws {
    try withFolder { folder in
      for verb in [["list", "--japanese"], ["timeline", "--japanese"], ["list", "--chinese"]] {
        let run = try CommandRun(["projects"] + verb + ["JP-NOPE"], in: folder)
        #expect(run.exitCode == 65 && run.output.isEmpty)
        #expect(
          run.errors == """
            airaccord: there is no organisation “JP-NOPE”
              do: did you mean JP-KOBE, JP-NPEC?

            """)
      }
    }
  }

  @Test("A wrong file is told with row and column, and nothing of it is kept")
  func wrongImport() throws {
    try withFolder { folder in
      let start = try CommandRun(
        ["projects", "import", "--built-in", "--archive", "a.sqlite", "--office", "test"],
        in: folder)
      #expect(start.exitCode == 0)
      let text = """
        id,org,fiscal_year,fields,modes,title_en,status,source,verified
        N90,CN-DALIAN,FY2015,noise,seminar,loud,open,made up,reported

        """
      try Data(text.utf8).write(to: folder.appendingPathComponent("needs.csv"))
      let run = try CommandRun(
        ["projects", "import", "needs.csv", "--archive", "a.sqlite", "--office", "test"],
        in: folder)
      #expect(run.exitCode == 65)
      #expect(
        run.errors == """
          airaccord: “noise” is not in the list
            where: needs.csv:2, column fields
            do: choose from: VOC, vehicle, off-road, construction dust, forecast and alert, \
          source apportionment, monitoring, PM2.5 and ozone, waste, planning and total emission \
          control, health effects, transboundary pollution, general, not stated, other

          """)
      let list = try CommandRun(
        ["projects", "list", "--kind", "needs", "--format", "csv", "--archive", "a.sqlite"],
        in: folder)
      #expect(!list.output.contains("N90"))
    }
  }

  private static func activity(_ identifier: String, _ organisation: String) -> String {
    """
    <iati-activities version="2.03"><iati-activity xml:lang="en">\
    <iati-identifier>\(identifier)</iati-identifier>\
    <reporting-org ref="XM-T" type="10"><narrative>T</narrative></reporting-org>\
    <title><narrative>A</narrative></title><description><narrative>D</narrative></description>\
    <participating-org role="4" type="10" ref="\(organisation)"/><activity-status code="2"/>\
    <activity-date type="2" iso-date="2025-05-20"/><recipient-country code="CN"/>\
    <sector vocabulary="1" code="41020"/></iati-activity></iati-activities>
    """
  }

  @Test("Activities of others alone are kept, told of and given back")
  func keptAlone() throws {
    try withFolder { folder in
      try Data(Self.activity("XM-T-1", "GB-1").utf8).write(
        to: folder.appendingPathComponent("a.xml"))
      let run = try CommandRun(
        ["projects", "import", "a.xml", "--archive", "a.sqlite", "--office", "test"], in: folder)
      #expect(run.exitCode == 0)
      // Of a project that was not made nothing was assumed.
      #expect(
        run.errors == """
          a.xml: XM-T-1: kept as it was published; no project was made of it, since no Japanese \
          body of the registry takes part

          """)
      let out = try CommandRun(
        [
          "projects", "export", "--iati", "--reporter", "XM-X", "--archive", "a.sqlite",
          "--output", "out",
        ], in: folder)
      #expect(out.exitCode == 0, "\(out.errors)")
      let text = try String(
        contentsOf: folder.appendingPathComponent("out/activities.xml"), encoding: .utf8)
      #expect(text.contains("<iati-identifier>XM-T-1</iati-identifier>"))
    }
  }

  @Test("A file in which two activities would have one identifier is not published")
  func twoOfOneName() throws {
    try withFolder { folder in
      // What we would publish under this identifier is a project of the plan.
      let identifier = "XM-X-P2014-NAGANO-HEBEI"
      try Data(Self.activity(identifier, "JP-JICA").utf8).write(
        to: folder.appendingPathComponent("a.xml"))
      _ = try CommandRun(
        ["projects", "import", "--built-in", "a.xml", "--archive", "a.sqlite", "--office", "t"],
        in: folder)
      let export = ["projects", "export", "--iati", "--archive", "a.sqlite", "--reporter"]
      let run = try CommandRun(export + ["XM-X", "--output", "out"], in: folder)
      #expect(run.exitCode == 65)
      #expect(
        run.errors == """
          airaccord: \(identifier) would stand in the file twice: as yours, and as the activity \
          that XM-T published
            do: publish under your own identifier with --reporter, or leave the activities of \
          others out with --own-only

          """)
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("out").path))
      for rest in [["XM-Y", "--output", "o1"], ["XM-X", "--own-only", "--output", "o2"]] {
        #expect(try CommandRun(export + rest, in: folder).exitCode == 0)
      }
    }
  }

  @Test("A slip is not answered with a word that finds nothing either")
  func suggestions() throws {
    try withFolder { folder in
      let near = try CommandRun(["projects", "search", "汚染源解折"], in: folder)
      #expect(near.output.contains("汚染源解析") || near.errors.contains("汚染源解析"))
      // Of construction dust the built-in records know nothing.
      #expect(Registry.builtIn.search("扬尘", limit: 1).isEmpty)
      let none = try CommandRun(["projects", "search", "粉塵"], in: folder)
      #expect(!none.output.contains("扬尘") && !none.errors.contains("扬尘"))
    }
  }

  @Test("An export in each encoding that can hold it is imported again without naming it")
  func encodings() throws {
    try withFolder { folder in
      for encoding in ["utf-8", "gb18030", "utf-16"] {
        let out = try CommandRun(
          ["projects", "export", "--encoding", encoding, "--output", encoding], in: folder)
        #expect(out.exitCode == 0, "\(out.errors)")
        let back = try CommandRun(
          [
            "projects", "import", encoding, "--archive", "\(encoding).sqlite", "--office", "t",
          ], in: folder)
        #expect(back.exitCode == 0, "\(encoding): \(back.errors)")
        _ = try CommandRun(
          ["projects", "export", "--archive", "\(encoding).sqlite", "--output", "x\(encoding)"],
          in: folder)
        for kind in RecordKind.allCases {
          let files = try ["utf-8", "x\(encoding)"].map {
            try Data(contentsOf: folder.appendingPathComponent("\($0)/\(kind.rawValue).csv"))
          }
          #expect(files[0] == files[1], "\(encoding), \(kind)")
        }
      }
    }
  }

  @Test("Records of an archive are exported as they were imported")
  func exchange() throws {
    try withFolder { folder in
      _ = try CommandRun(
        ["projects", "import", "--built-in", "--archive", "a.sqlite", "--office", "test"],
        in: folder)
      let run = try CommandRun(
        ["projects", "export", "--output", "out", "--archive", "a.sqlite"], in: folder)
      #expect(run.exitCode == 0)
      let source = SharedData.checkout.appendingPathComponent("Datasets/cooperation")
      for name in ["projects", "activities", "claims"] {
        let own = try Data(contentsOf: folder.appendingPathComponent("out/\(name).csv"))
        #expect(try own == Data(contentsOf: source.appendingPathComponent("\(name).csv")))
      }
    }
  }

  @Test("A claim that nothing can test says why")
  func claim() throws {
    try withFolder { folder in
      let run = try CommandRun(["projects", "evaluate-claims", "C15"], in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("not testable: the records hold no budget"))
    }
  }

  @Test(
    "Every verb of the cooperation speaks Japanese and Chinese",
    arguments: [
      ["list", "--plan"], ["timeline", "--meetings"], ["matrix"], ["network"],
      ["network", "--links"],
      ["scheme"], ["report", "FY2018", "--since", "FY2017"], ["diff", "FY2017", "FY2018"],
      ["check-funding", "--plan"], ["check-funding"], ["evaluate-claims", "C01"],
      ["prepare", "P2014-HYOGO-GUANGDONG", "training in Japan", "2027-05-10"],
      ["list", "--kind", "offers"], ["due"], ["check"], ["check-funding", "--sums", "city"],
      ["intensity"],
    ])
  func languages(_ verb: [String]) throws {
    // Quotations of sources stay as they are: addresses and what a record says in its own words.
    let sources = Registry.builtIn.claims.map(\.source)
    try withFolder { folder in
      for language in ["ja", "zh"] {
        let run = try CommandRun(["projects"] + verb + ["--language", language], in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        let text = run.output + run.errors
        #expect(text.contains { $0 >= "\u{3040}" && $0 <= "\u{9FFF}" })
        let english = EnglishWords.sentences(
          text, without: sources + ["projects add"])
        #expect(english.isEmpty, "\(verb) \(language): \(english)")
      }
    }
  }

  @Test("A record is shown with its own words under headings of the reader’s language")
  func show() throws {
    try withFolder { folder in
      let run = try CommandRun(
        ["projects", "show", "P2014-NAGANO-HEBEI", "--language", "ja"], in: folder)
      #expect(run.output.hasPrefix("事業 P2014-NAGANO-HEBEI\n\n記録\n"))
      #expect(run.output.contains("結果：未評価"))
      #expect(run.output.contains("title_ja: 長野・河北の専門家交流"))
    }
  }

  @Test("A file has ids and exact terms where a reader has names")
  func ids() throws {
    try withFolder { folder in
      let file = try CommandRun(["projects", "matrix", "--format", "csv"], in: folder)
      #expect(file.output.hasPrefix("organisation,field,FY2012,"))
      #expect(file.output.contains("\nCN-"))
      let text = try CommandRun(["projects", "matrix", "--language", "zh"], in: folder)
      #expect(text.output.contains("2014 财年") && !text.output.contains("CN-"))
      let changed = try CommandRun(
        ["projects", "diff", "FY2017", "FY2018", "--format", "csv"], in: folder)
      #expect(changed.output.hasPrefix("what,pair,property,before,after\n"))
      #expect(changed.output.contains("JP-"))
    }
  }

  @Test("A step and taking it back are told in the reader’s language")
  func undone() throws {
    try withFolder { folder in
      func run(_ words: String...) throws -> CommandRun {
        try CommandRun(
          ["projects"] + words + ["--archive", "a.sqlite", "--office", "test"], in: folder)
      }
      #expect(try run("import", "--built-in").exitCode == 0)
      let back = try run(
        "withdraw", "needs", "N07", "--version", "1", "--reason", "letter", "--language", "ja")
      #expect(back.output == "要望 N07 を取下げとした（現在は第2版）\n")
      #expect(try run("undo", "--language", "zh").output == "已改回：需求 N07\n")
      let plan = try run("merge", "CN-DALIAN", "--into", "CN-SHENYANG", "--language", "ja")
      #expect(plan.output.contains("変更の予定：場所 CN-210200 の org：「CN-DALIAN」→「CN-SHENYANG」\n"))
      #expect(plan.errors.contains("--yes"))
      let history = try CommandRun(
        [
          "projects", "history", "needs", "N07", "--archive", "a.sqlite", "--format", "csv",
        ], in: folder)
      #expect(
        history.output.hasPrefix(
          "change,at,action,kind,id,version,office,reason,before,after\n"))
      #expect(history.output.contains(",withdraw,needs,N07,2,test,letter,"))
    }
  }

  @Test("The steps of a preparation are imported in the language of the office")
  func steps() throws {
    try withFolder { folder in
      let run = try CommandRun(
        [
          "projects", "prepare", "P2014-HYOGO-GUANGDONG", "training in Japan", "2027-05-10",
          "--format", "csv", "--language", "ja",
        ], in: folder)
      #expect(run.output.contains("査証用の招へい書類を送る"))
      #expect(run.output.split(separator: "\n").count == 10)
    }
  }

  @Test("Two cities of two countries are not merged, and the reason is told in words")
  func twoCountries() throws {
    try withFolder { folder in
      _ = try CommandRun(
        ["projects", "import", "--built-in", "--archive", "a.sqlite", "--office", "test"],
        in: folder)
      let run = try CommandRun(
        [
          "projects", "merge", "CN-DALIAN", "--into", "JP-KITAKYUSHU", "--archive", "a.sqlite",
          "--office", "test",
        ], in: folder)
      #expect(run.exitCode == 65)
      #expect(run.errors.hasPrefix("airaccord: “CN-DALIAN” is of CN and “JP-KITAKYUSHU” of JP: "))
      #expect(!run.errors.contains("SQLite"))
    }
  }

  @Test("An id that differs in capital letters is refused once")
  func spelling() throws {
    try withFolder { folder in
      _ = try CommandRun(
        ["projects", "import", "--built-in", "--archive", "a.sqlite", "--office", "test"],
        in: folder)
      let run = try CommandRun(
        [
          "projects", "add", "needs", "id=n07", "org=CN-DALIAN", "fiscal_year=FY2015",
          "fields=VOC", "modes=seminar", "title_en=x", "status=open", "source=x",
          "verified=reported", "--archive", "a.sqlite", "--office", "test",
        ], in: folder)
      #expect(run.exitCode == 65)
      #expect(
        run.errors == """
          airaccord: the id “n07” differs from “N07” in capital letters only
            where: column id
            do: write it as the other, or choose an id that nobody takes for it

          """)
    }
  }

  private static let cases = SharedData.folder.deletingLastPathComponent()
    .appendingPathComponent("cases/registry/own")

  @Test(
    "The budget of the registry cases is judged line by line by the command",
    .enabled(if: FileManager.default.fileExists(atPath: cases.path)))
  func budget() throws {
    try withFolder { folder in
      func file(_ name: String) -> String {
        Self.cases.appendingPathComponent("\(name).csv").path
      }
      let office = ["--archive", "a.sqlite", "--office", "test"]
      let start = try CommandRun(
        ["projects", "import"]
          + [
            "organisations", "partnerships", "phases", "projects", "activities", "needs", "offers",
          ]
          .map(file) + office, in: folder)
      #expect(start.exitCode == 0, "\(start.errors)")
      func verdicts() throws -> [Substring: Substring] {
        let run = try CommandRun(
          [
            "projects", "check-funding", "--budget", file("budget"), "--format", "csv",
            "--archive", "a.sqlite", "--rate", "FY2024=20", "--rate", "FY2026=20",
          ], in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        let cells = run.output.split(separator: "\n").dropFirst()
          .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        return Dictionary(uniqueKeysWithValues: cells.map { ($0[0], $0[3]) })
      }
      // The archive has neither P-E and P-F nor JICA: the other sixteen lines are judged.
      let first = try verdicts()
      #expect(first.count == 19)
      #expect(["B12", "B13", "B14"].allSatisfy { first[$0] == "undecided" })
      #expect(first["B04"] == "double funding" && first["B16"] == "refused")
      for id in ["P-E", "P-F"] {
        let run = try CommandRun(
          [
            "projects", "add", "projects", "id=\(id)", "fiscal_year=FY2025", "jp_org=JP-OSAKA",
            "cn_orgs=CN-NINGBO", "component=government", "title_en=x", "fields=VOC",
            "modes=training in Japan", "status=planned", "funding_class=new or strengthened",
            "funding_basis=stated", "source=made up", "verified=reported",
          ] + office, in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      let second = try verdicts()
      #expect(["B01", "B10", "B12", "B13", "B14", "B19"].allSatisfy { second[$0] == "fundable" })
      #expect(second.values.count { $0 == "fundable" } == 6)
      let sums = try CommandRun(
        [
          "projects", "check-funding", "--budget", file("budget"), "--sums", "year",
          "--archive", "a.sqlite",
        ], in: folder)
      #expect(sums.errors == "in no sum, since the amounts cannot be: B16, B17\n")
    }
  }
}
