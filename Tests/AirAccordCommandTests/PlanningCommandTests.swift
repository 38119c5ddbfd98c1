import Foundation
import TestSupport
import Testing

@Suite("airaccord calibrate, power, design, plan, monitor and specifications")
struct PlanningCommandTests {
  private static func archive(in folder: URL) throws {
    let file = simulatedNetwork.appendingPathComponent("simulated.csv").path
    #expect(try CommandRun(["ingest", file, "--archive", "a.sqlite"], in: folder).exitCode == 0)
    let study = try String(
      contentsOf: simulatedNetwork.appendingPathComponent("study.yaml"), encoding: .utf8)
    try write(
      study.replacing(": 200", with: ": 20").replacing(
        "[difference-in-differences, interrupted-time-series, before-after]",
        with: "[before-after]"), "study.yaml", in: folder)
  }

  private static func write(_ text: String, _ name: String, in folder: URL) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  // Thirty controls on a line and one estimate far away: by order no control is as far, so that its
  // p-value is one in thirty-one.
  @Test("An estimate beyond all controls has the smallest p-value there is", .tags(.analytical))
  func calibrate() throws {
    try withFolder { folder in
      var lines = ["name,estimate,standard_error,control"]
      for place in 0..<30 { lines.append("c\(place),\(Double(place - 15) / 10),0.2,yes") }
      lines += ["far,9,0.2,no", "near,0.01,0.2,no"]
      try Self.write(lines.joined(separator: "\n") + "\n", "estimates.csv", in: folder)
      let run = try CommandRun(["calibrate", "estimates.csv", "--format", "json"], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let rows = try #require(
        (JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])?["rows"]
          as? [[String: Any]])
      #expect(rows.count == 2)
      let far = try #require(rows.first?["calibratedP"] as? Double)
      #expect(abs(far - 1 / 31.0) < 1e-12)
      #expect(try #require(rows.last?["calibratedP"] as? Double) > 0.9)
      for language in ["en", "ja", "zh"] {
        let page = try CommandRun(
          ["calibrate", "estimates.csv", "--language", language, "--output", "page-\(language)"],
          in: folder)
        #expect(page.exitCode == 0, "\(page.errors)")
        #expect(page.output.contains("far"))
      }
    }
  }

  @Test(
    "What cannot be calibrated is refused with its line", .tags(.analytical),
    arguments: [
      ("a,x,0.1,yes", "“x” in column estimate is not a number"),
      ("a,1,0,yes", "“0” in column standard_error is not above zero"),
      ("a,1,0.1,yes\na,1,0.1,yes", "“a” stands in two rows"),
      ("a,1,0.1,yes", "1 row is a negative control (control=yes); 20 are needed"),
    ])
  func refusals(_ rows: String, _ words: String) throws {
    try withFolder { folder in
      try Self.write("name,estimate,standard_error,control\n\(rows)\n", "e.csv", in: folder)
      let run = try CommandRun(["calibrate", "e.csv"], in: folder)
      #expect(run.exitCode == 65)
      #expect(run.errors.contains(words), "\(run.errors)")
    }
  }

  @Test("A plan is frozen once, and evaluate holds the study against it", .tags(.property))
  func plan() throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      let call = [
        "plan", "study.yaml", "--archive", "a.sqlite", "--output", "study.plan.json",
      ]
      let run = try CommandRun(call, in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("The archive already held values"))
      let again = try CommandRun(call, in: folder)
      #expect(again.exitCode == 65)
      #expect(again.errors.contains("a plan is there already"))
      let evaluation = try CommandRun(
        [
          "evaluate", "study.yaml", "--archive", "a.sqlite", "--plan", "study.plan.json",
          "--output", "dossier",
        ], in: folder)
      #expect(evaluation.exitCode == 0, "\(evaluation.errors)")
      #expect(evaluation.output.contains("Nothing differs from the plan."))
      try Self.write("{}", "no.plan.json", in: folder)
      let wrong = try CommandRun(
        [
          "evaluate", "study.yaml", "--archive", "a.sqlite", "--plan", "no.plan.json", "--output",
          "other",
        ], in: folder)
      #expect(wrong.exitCode == 65)
      #expect(wrong.errors.contains("is no plan of this program"))
    }
  }

  @Test("The other verbs answer on the demonstration in three languages", .tags(.property))
  func verbs() throws {
    try withFolder { folder in
      try Self.archive(in: folder)
      let calls = [
        ["power", "--months", "1,2", "--trials", "24"],
        ["design", "--months", "1", "--sites", "1", "--all-candidates", "--beside-geolift"],
        ["monitor", "--looks", "2", "--trials", "24"],
        ["specifications", "--controls", "19"],
      ]
      for (call, language) in zip(calls, ["en", "ja", "zh", "en"]) {
        let run = try CommandRun(
          [
            call[0], "study.yaml", "--archive", "a.sqlite", "--language", language, "--output",
            call[0],
          ]
            + call.dropFirst(), in: folder)
        #expect(run.exitCode == 0, "\(call[0]): \(run.errors)")
        let json = try Data(
          contentsOf: folder.appendingPathComponent("\(call[0])/\(call[0]).json"))
        #expect(try JSONSerialization.jsonObject(with: json) is [String: Any])
      }
    }
  }
}
