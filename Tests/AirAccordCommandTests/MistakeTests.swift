import Foundation
import TestSupport
import Testing

/// A mistake, and what is said about it.
struct Mistake {
  let name: String
  /// A text of the study or the description, and what stands in its place.
  var wrong: (text: String, other: String)?
  /// The call; `wrong.yaml` is the study or description with the mistake.
  let call: String
  let said: String

  /// A mistake in the study.
  static func study(_ name: String, _ text: String, _ other: String, says said: String) -> Mistake {
    Mistake(
      name: name, wrong: (text, other),
      call: "evaluate wrong.yaml --archive air.sqlite --output out", said: said)
  }

  /// A mistake in the description of a table of one's own.
  static func table(
    _ name: String, _ text: String, _ other: String, rows: String = "good.csv", says said: String
  ) -> Mistake {
    Mistake(
      name: name, wrong: (text, other),
      call: "ingest \(rows) --description wrong.yaml --archive own.sqlite", said: said)
  }

  /// A mistake in a call.
  static func call(_ name: String, _ call: String, says said: String) -> Mistake {
    Mistake(name: name, call: call, said: said)
  }
}

@Suite("Mistakes")
struct MistakeTests {
  static let description = """
    identifier: mine
    network: mine
    station: { value: S1 }
    time: { column: date, pattern: yyyy-MM-dd, step: day, utc_offset: "+08:00", stamp: beginning }
    values: [{ column: PM, pollutant: pm25, unit: µg/m³ }]

    """

  static let files = [
    "good.csv": "date,PM\n2015-01-01,4\n2015-01-02,5\n",
    "words.csv": "date,PM\n2015-01-01,abc\n2015-01-02,5\n",
    "dates.csv": "date,PM\n2015-02-30,4\n2015-03-01,5\n",
    "impossible.csv": "date,PM\n2015-02-27,4\n2015-02-28,4\n2015-02-30,4\n2015-03-01,5\n",
    "taken/letter.txt": "somebody's\n",
  ]

  static let mistakes: [Mistake] = [
    .study(
      "a misspelt station", "A03, A10", "A03, A1O",
      says: """
        airaccord: no station “A1O” with PM2.5 is in the archive
          do: did you mean A10, A11, A12? “airaccord stations” lists all
        """),
    .study(
      "overlapping periods", "after: 2015-01-01", "after: 2014-12-01",
      says: """
        airaccord: the periods before (2014-01-01..2014-12-31) and after (2014-12-01..2015-12-31) share days
          do: end the period before on an earlier day than the period after begins
        """),
    .study(
      "a misspelt key", "treated:", "traeted:",
      says: """
        airaccord: “traeted” is no field of a study
          where: wrong.yaml:5
          do: did you mean treated?
        """),
    .study(
      "a date that is none", "start: 2015-01-01", "start: 2015-13-01",
      says: """
        airaccord: “measure.start” is “2015-13-01”, which is no date
          where: wrong.yaml:3
          do: write it as 2015-04-01
        """),
    .study(
      "a word for a number", "controls: 200", "controls: many",
      says: """
        airaccord: “calibration.negative_controls” is “many”, which is no whole number
          where: wrong.yaml:10
          do: write a number such as 3 or 200
        """),
    .study(
      "a measure inside the period before", "start: 2015-01-01", "start: 2014-06-01",
      says: """
        airaccord: the measure starts on 2014-06-01, inside the period before (2014-01-01..2014-12-31)
          do: end the period before on the day before the measure starts
        """),
    .study(
      "a scale that is none", "scale: log", "scale: logarithm",
      says: """
        airaccord: “outcome.scale” is “logarithm”
          where: wrong.yaml:4
          do: choose one of: linear, log
        """),
    .study(
      "a station twice", "A03, A10", "A03, A03",
      says: """
        airaccord: “treated” names “A03” twice
          where: wrong.yaml:5
          do: name each station once
        """),
    .study(
      "a period without data", "2014-01-01..2014-12-31", "2010-01-01..2010-12-31",
      says: """
        airaccord: no PM2.5 values in 2010-01-01..2010-12-31
          where: simulated/A03
          do: check the spelling and the window with “airaccord series”, or leave it out
        """),
    .study(
      "no donors",
      "from: all }\nbefore: 2014-01-01..2014-12-31\nafter: 2015-01-01..2015-12-31\n"
        + "estimators: [difference-in-differences, interrupted-time-series, before-after]",
      "from: all, apart_km: 9000 }\nbefore: 2014-01-01..2014-12-31\n"
        + "after: 2015-01-01..2015-12-31\nestimators: [difference-in-differences]",
      says: """
        airaccord: Difference in differences, two-way compares with donors and the study has none
          do: name donors, or choose a design without them
        """),
    .study(
      "donors from an empty list", "from: all", "from: []",
      says: """
        airaccord: “donors.from” is an empty list, which names no station
          where: wrong.yaml:6
          do: write “all”, “none” or a list
        """),
    .study(
      "a treated station among the donors", "from: all", "from: [A01, A03]",
      says: """
        airaccord: it is named as treated and as donor
          where: simulated/A03
          do: name it in one of the two places
        """),
    .study(
      "a pollutant that no station measures", "pollutant: pm25", "pollutant: so2",
      says: """
        airaccord: the archive has no SO2 at any station
          do: see with “airaccord series” what there is, or correct “outcome.pollutant”
        """),
    .table(
      "a wrong column", "column: date", "column: datum",
      says: """
        airaccord: no known format has the header “date, PM”
          where: good.csv
          do: let “airaccord describe” propose a format description for it, or compare with mine (lacks datum), openair (lacks ws, wd)
        """),
    .table(
      "a word in a column of numbers", "", "", rows: "words.csv",
      says: """
        airaccord: “abc” is not a number
          where: words.csv:2, column PM
          do: correct it; if the text means missing, declare it in a format description (missing: …)
        """),
    .table(
      "a day that does not exist", "", "", rows: "dates.csv",
      says: """
        airaccord: 2015-02-30 00:00 does not exist
          where: dates.csv:2
          do: correct the stamp
        """),
    .table(
      "an unknown zone", "utc_offset: \"+08:00\"", "zone: Asia/Shangai",
      says: """
        airaccord: “time.zone” is “Asia/Shangai”: there is no time zone “Asia/Shangai”
          where: wrong.yaml:4
          do: near are: Asia/Shanghai, Asia/Dhaka, Asia/Khandyga
        """),
    .table(
      "an unknown unit", "unit: µg/m³", "unit: ug/m",
      says: """
        airaccord: “values[1].unit” is “ug/m”, which is no known unit
          where: wrong.yaml:5
          do: did you mean µg/m³?
        """),
    .table(
      "a length of time that is none", "step: day", "step: dya",
      says: """
        airaccord: “time.step” is “dya”, which is no length of time
          where: wrong.yaml:4
          do: write hour, 8 h, day, week, month, quarter, year or a number of seconds
        """),
    .call(
      "a date that does not exist in a table to describe", "describe impossible.csv",
      says: """
        airaccord: “2015-02-30” in column date is no date that exists; most others are written as yyyy-MM-dd
          where: impossible.csv:4
          do: correct the stamp
        """),
    .call(
      "a folder that somebody else uses",
      "evaluate study.yaml --archive air.sqlite --output taken",
      says: """
        airaccord: the folder holds “letter.txt”, which airaccord did not write
          where: taken
          do: name another folder, or add --replace: the folder then keeps all it holds under another name
        """),
    .call(
      "an archive that is not there", "evaluate study.yaml --archive none.sqlite --output new",
      says: """
        airaccord: there is no archive
          where: none.sqlite
          do: check the path, or ingest a file to make an archive
        """),
    .call(
      "a study that is not there", "evaluate none.yaml --archive air.sqlite --output new",
      says: """
        airaccord: there is no such file
          where: none.yaml
          do: check the path
        """),
    .call(
      "a table in the archive’s place", "series --archive simulated.csv",
      says: """
        airaccord: the file is not an AirAccord archive
          where: simulated.csv
          do: name another file; this one was left untouched
        """),
    .call(
      "a station that is nowhere", "series --archive air.sqlite --station A99",
      says: """
        airaccord: there is no station “A99”
          do: did you mean A09?
        """),
  ]

  @Test("Each is told word for word: what, where and what to do", .tags(.property))
  func words() throws {
    try withFolder { folder in
      func write(_ text: String, _ name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      for name in ["study.yaml", "simulated.csv"] {
        try FileManager.default.copyItem(
          at: simulatedNetwork.appendingPathComponent(name),
          to: folder.appendingPathComponent(name))
      }
      for (name, text) in Self.files { try write(text, name) }
      let study = try String(
        contentsOf: folder.appendingPathComponent("study.yaml"), encoding: .utf8)
      let made = try CommandRun(
        ["ingest", "simulated.csv", "--archive", "air.sqlite"], in: folder)
      #expect(made.exitCode == 0, "\(made.errors)")
      for mistake in Self.mistakes {
        if let (text, other) = mistake.wrong {
          let whole = mistake.call.hasPrefix("evaluate") ? study : Self.description
          #expect(whole.contains(text) || text.isEmpty, "\(mistake.name)")
          try write(
            text.isEmpty ? whole : whole.replacing(text, with: other), "wrong.yaml")
        }
        let run = try CommandRun(mistake.call.split(separator: " ").map(String.init), in: folder)
        #expect(run.exitCode == 65, "\(mistake.name)")
        #expect(run.errors == mistake.said + "\n", "\(mistake.name)")
      }
    }
  }
}
