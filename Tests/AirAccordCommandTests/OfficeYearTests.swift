import Foundation
import TestSupport
import Testing

/// What a new officer gets wrong in a year, and what the command says to it.
@Suite("A year in an office, with mistakes")
struct OfficeYearTests {
  private static let office = ["--archive", "a.sqlite", "--office", "test"]
  private static let project = [
    "projects", "add", "projects", "id=P-NEW", "fiscal_year=FY2020", "jp_org=JP-KITAKYUSHU",
    "cn_orgs=CN-DALIAN", "component=government", "title_en=Paint shops", "fields=VOC",
    "modes=training in Japan", "status=planned", "funding_class=new or strengthened",
    "funding_basis=stated", "source=letter", "verified=reported",
  ]

  private func inOffice(_ body: (URL) throws -> Void) throws {
    try withFolder { folder in
      let start = try CommandRun(["projects", "import", "--built-in"] + Self.office, in: folder)
      #expect(start.exitCode == 0, "\(start.errors)")
      try body(folder)
    }
  }

  /// What is said of a call that is refused with an exit code.
  private func refusal(
    _ arguments: [String], _ folder: URL, code: Int32 = 65,
    _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let run = try CommandRun(arguments, in: folder)
    #expect(run.exitCode == code && run.output.isEmpty, sourceLocation: location)
    return run.errors
  }

  @Test("Of several wrong cells each has its own remedy on its line")
  func cells() throws {
    try inOffice { folder in
      let said = try refusal(
        [
          "projects", "add", "needs", "id=N90", "org=CN-DALAIN", "fiscal_year=2020", "fields=VOC",
          "modes=seminar", "title_en=x", "status=opened", "people_days=0", "source=x",
          "verified=reported",
        ] + Self.office, folder)
      #expect(
        said == """
          airaccord: 4 cells cannot be taken; nothing was changed
            fiscal_year: “2020” is no fiscal year; write it as FY2014, the year from April 2014 to \
          March 2015
            status: “opened” is not in the list; choose one of: open, served, withdrawn
            people_days: 0 is not between 1 and 1000000; correct it: nothing in the cooperation can \
          have that many
            org: there is no organisation “CN-DALAIN”; correct the id, or import the organisations \
          first
            where: N90
            do: follow what each line says

          """)
    }
  }

  @Test("A record that others name is not deleted, and these are named")
  func deletion() throws {
    try inOffice { folder in
      let said = try refusal(
        [
          "projects", "delete", "projects", "P2014-NAGANO-HEBEI", "--version", "1", "--reason",
          "twice",
        ] + Self.office, folder)
      #expect(
        said.contains(
          "do: change or delete those first, or withdraw this one: it stays and nothing is lost"))
    }
  }

  @Test("A change that is there already is said to be none")
  func unchanged() throws {
    try inOffice { folder in
      let run = try CommandRun(
        ["projects", "edit", "needs", "N01", "status=open", "--version", "1"] + Self.office,
        in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output == "the need N01 is so already: nothing was changed, version 1\n")
    }
  }

  @Test("A need that is served is matched with the word that it is")
  func served() throws {
    try inOffice { folder in
      for arguments in [
        Self.project + Self.office,
        ["projects", "edit", "needs", "N01", "status=served", "projects=P-NEW", "--version", "1"]
          + Self.office,
      ] {
        let run = try CommandRun(arguments, in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
      }
      let run = try CommandRun(
        ["projects", "match", "N01", "--archive", "a.sqlite"], in: folder)
      #expect(run.output.contains("the need is served: P-NEW\n"))
    }
  }

  @Test("A preparation whose first day is outside the project's years says so")
  func preparation() throws {
    try inOffice { folder in
      let start = try CommandRun(Self.project + Self.office, in: folder)
      #expect(start.exitCode == 0, "\(start.errors)")
      func prepare(_ day: String) -> [String] {
        ["projects", "prepare", "P-NEW", "training in Japan", day, "--archive", "a.sqlite"]
      }
      let late = try CommandRun(prepare("2021-04-01"), in: folder)
      #expect(
        late.errors == """
          2021-04-01 is not in the years of the project P-NEW (FY2020): correct the first day, or \
          the years of the project

          """)
      let held = try CommandRun(prepare("2021-03-31"), in: folder)
      #expect(held.exitCode == 0 && held.errors.isEmpty)
    }
  }

  @Test("A slip in a heading is told of the kind that the file is of")
  func heading() throws {
    try inOffice { folder in
      try Data(
        """
        id,project,mode,step,duw,done,responsible,notes
        C1,P2014-NAGANO-HEBEI,seminar,x,2014-10-01,no,,

        """.utf8
      ).write(to: folder.appendingPathComponent("list.csv"))
      #expect(
        try refusal(["projects", "import", "list.csv"] + Self.office, folder)
          == "airaccord: the checklist item has no column “duw”\n  do: did you mean due?\n")
    }
  }

  @Test("Years in the wrong order are refused instead of telling what began as ended")
  func years() throws {
    try inOffice { folder in
      for arguments in [["report", "FY2018", "--since", "FY2018"], ["diff", "FY2019", "FY2018"]] {
        let said = try refusal(["projects"] + arguments + ["--archive", "a.sqlite"], folder)
        #expect(said.contains("do: name an earlier fiscal year, then the later one"))
      }
    }
  }

  @Test("Settings of the funding check that would have no effect are refused")
  func funding() throws {
    try withFolder { folder in
      for (arguments, code, words) in [
        (["--plan", "--sums", "year"], 64, "--plan answers for the lines of the plan"),
        (
          ["--sums", "year", "--rate", "FY2014=17"], 64, "--sums adds each currency up for itself"
        ),
        (["--rate", "17"], 65, "do: write it as year=number, for example FY2014=17.2"),
      ] {
        let said = try refusal(
          ["projects", "check-funding"] + arguments, folder, code: Int32(code))
        #expect(said.contains(words))
      }
    }
  }

  @Test("A line of a budget that the archive has already is told with its place")
  func budget() throws {
    try inOffice { folder in
      let cells = [
        "P2014-NAGANO-HEBEI", "FY2014", "fares", "travel", "1000", "JPY", "0.5", "JP-NAGANO",
        "letter", "reported",
      ]
      let columns = [
        "project", "fiscal_year", "item", "cost", "amount", "currency", "share_asked", "payer",
        "source", "verified",
      ]
      let added = try CommandRun(
        ["projects", "add", "budget_lines", "id=B1"]
          + zip(columns, cells).map { "\($0)=\($1)" } + Self.office, in: folder)
      #expect(added.exitCode == 0, "\(added.errors)")
      try Data(
        "id,\(columns.joined(separator: ","))\nB1,\(cells.joined(separator: ","))\n".utf8
      ).write(to: folder.appendingPathComponent("lines.csv"))
      #expect(
        try refusal(
          ["projects", "check-funding", "--budget", "lines.csv", "--archive", "a.sqlite"], folder)
            == """
            airaccord: the budget line “B1” is there already
              where: lines.csv:2, column id
              do: edit it, or choose another id

            """)
    }
  }

  @Test("Who publishes without a name is told under which the file goes out")
  func unnamed() throws {
    try withFolder { folder in
      func export(_ arguments: String...) throws -> String {
        try CommandRun(
          ["projects", "export", "--iati", "--reporter", "XM-X", "--output", "out"] + arguments,
          in: folder
        ).errors
      }
      let (unnamed, named) = (try export(), try export("--reporter-name", "IGES"))
      #expect(unnamed.hasPrefix("the file calls who publishes it AirAccord"))
      #expect(named.isEmpty, "\(named)")
    }
  }

  @Test("A rate that takes the place of one of the records is told with the other")
  func rate() throws {
    try inOffice { folder in
      let added = try CommandRun(
        [
          "projects", "add", "exchange_rates", "id=R14", "currency=CNY", "fiscal_year=FY2014",
          "yen=16.5", "date=2014-04-01", "source=bank", "verified=reported",
        ] + Self.office, in: folder)
      #expect(added.exitCode == 0, "\(added.errors)")
      let run = try CommandRun(
        ["projects", "check-funding", "--rate", "FY2014=17.2", "--archive", "a.sqlite"], in: folder)
      #expect(
        run.errors.contains(
          "--rate FY2014 takes the place of the rate of the records: 16.5 (2014-04-01, bank)"))
    }
  }
}
