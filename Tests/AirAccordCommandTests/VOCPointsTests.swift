import Foundation
import SourceApportionment
import TestSupport
import Testing

/// What once went wrong at the joints between the verbs of organic compounds.
@Suite("Small files, names and signs of the verbs of organic compounds")
struct VOCPointsTests {
  private func run(_ arguments: [String], _ files: [String: String]) throws -> CommandRun {
    try withFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      return try CommandRun(["voc"] + arguments, in: folder)
    }
  }

  @Test("Files of one, two and four compounds are read", .tags(.analytical), arguments: [1, 2, 4])
  func fewCompounds(_ count: Int) throws {
    let names = ["Benzene", "Toluene", "Ethane", "o-Xylene"].prefix(count)
    let rows = ["2022-07-01 00:00", "2022-07-01 01:00"].map { time in
      ([time] + names.map { _ in "0.5" }).joined(separator: ",")
    }
    let table = "Time,\(names.joined(separator: ","))\n" + rows.joined(separator: "\n") + "\n"
    let found = try run(
      ["species", "gc.csv", "--unit", "ppb", "--format", "csv"], ["gc.csv": table])
    #expect(found.exitCode == 0, "\(found.errors)")
    let compounds = found.output.split(separator: "\n").filter { $0.contains(",compound,") }
    #expect(compounds.count == count)
  }

  @Test("A column “ozone” is ozone and no unknown compound; Total Nitrate is a species")
  func ozone() throws {
    let table = "Time,Benzene,Toluene,ozone\n2022-07-01 00:00,0.5,1,31\n2022-07-01 01:00,0.6,1,33\n"
    let found = try run(
      ["species", "gc.csv", "--unit", "ppb", "--format", "csv"], ["gc.csv": table])
    #expect(found.exitCode == 0, "\(found.errors)")
    let rows = found.output.split(separator: "\n")
    #expect(rows.contains { $0.hasPrefix("o3,other,") }, "\(found.output)")
    #expect(rows.count { $0.contains(",compound,") } == 2)
    #expect(!SpeciatedSample.isTotal("Total Nitrate"))
    #expect(SpeciatedSample.isTotal("Total VOC"))
  }

  @Test("One value is one value, not “1 values”")
  func one() throws {
    let table = "Time,Benzene,Toluene\n2022-07-01 00:00,N.D.,1\n2022-07-01 01:00,0.6,1\n"
    let found = try run(
      [
        "reactivity", "gc.csv", "--unit", "ppb", "--kelvin", "298.15", "--kilopascals", "101.325",
      ], ["gc.csv": table])
    #expect(found.errors.contains("1 value of benzene is below detection"), "\(found.errors)")
  }

  /// Samples of two sources that come and go, and of a third species that both have.
  private static let samples: [String: String] = {
    var concentrations = "Date,a,b,c,d\n"
    var uncertainties = concentrations
    for hour in 0..<48 {
      let first = Double((hour * 7) % 11)
      let second = Double((hour * 5) % 13)
      let time = "2022-07-0\(1 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
      let values = [first + 0.1, second + 0.1, 2 * first + second + 0.1, first + 3 * second + 0.1]
      concentrations += "\(time),\(values.map { "\($0)" }.joined(separator: ","))\n"
      uncertainties += "\(time),0.5,0.5,0.5,0.5\n"
    }
    return [
      "con.csv": concentrations, "unc.csv": uncertainties,
      "profiles.csv": """
      source,species,fraction,uncertainty
      one,a,1,0.05
      one,b,0,0.05
      one,c,2,0.05
      one,d,1,0.05
      two,a,0,0.05
      two,b,1,0.05
      two,c,1,0.05
      two,d,3,0.05

      """,
    ]
  }()

  @Test("A negative rotation is an argument and no unknown option", .tags(.analytical))
  func negativeRotation() throws {
    for rotation in ["-0.5", "0.5"] {
      let found = try run(
        [
          "pmf", "con.csv", "--uncertainties", "unc.csv", "--unit", "ppb", "--factors", "2",
          "--starts", "2", "--renewals", "0", "--rotation", rotation,
        ], Self.samples)
      #expect(found.exitCode == 0, "\(found.errors)")
      #expect(found.output.contains("Factors after the rotation"))
      #expect(found.output.contains("It raises Q by"))
    }
  }

  @Test("Without a total no mass is called explained", .tags(.analytical))
  func withoutTotal() throws {
    let found = try run(
      [
        "cmb", "con.csv", "--uncertainties", "unc.csv", "--unit", "ppb", "--profiles",
        "profiles.csv",
      ], Self.samples)
    #expect(found.exitCode == 0, "\(found.errors)")
    #expect(found.output.contains("No total was named (--total)"))
    #expect(!found.output.contains("mass explained"))
  }
}
