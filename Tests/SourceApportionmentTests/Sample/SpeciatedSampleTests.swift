import Documents
import AirQuality
import Foundation
import Ingest
import SourceApportionment
import TestSupport
import Testing

@Suite("Speciated samples from two files")
struct SpeciatedSampleTests {
  private static let header = "Date,ethane,toluene,TNMOC\n"
  private static let good = header + "6/1/2005 6:00,1.5,2.5,9\n6/1/2005 9:00,1.0,3.5,8\n"
  private static let errors = header + "6/1/2005 6:00,0.1,0.2,1\n6/1/2005 9:00,0.1,0.2,1\n"

  /// Reads two files of these contents.
  private func sample(
    _ concentrations: String = good, _ uncertainties: String = errors,
    unit: MeasurementUnit? = .partsPerBillionCarbon, change: (inout SamplePolicy) -> Void = { _ in }
  ) throws -> SpeciatedSample {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("samples-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = ["con.csv", "unc.csv"].map { folder.appendingPathComponent($0).path }
    try concentrations.write(toFile: paths[0], atomically: true, encoding: .utf8)
    try uncertainties.write(toFile: paths[1], atomically: true, encoding: .utf8)
    var policy = SamplePolicy()
    policy.totals = ["TNMOC"]
    change(&policy)
    return try SpeciatedSample(
      concentrations: try SpeciatedTableReader.read(path: paths[0], dateOrder: .monthFirst),
      uncertainties: try SpeciatedTableReader.read(path: paths[1], dateOrder: .monthFirst),
      unit: unit, policy: policy)
  }

  /// The explanation of the refusal, with the folder's name taken off.
  private func refusal(
    _ concentrations: String = good, _ uncertainties: String = errors,
    unit: MeasurementUnit? = .partsPerBillionCarbon, change: (inout SamplePolicy) -> Void = { _ in }
  ) -> String? {
    do {
      _ = try sample(concentrations, uncertainties, unit: unit, change: change)
      return nil
    } catch let error as any Explained {
      let place = error.location.split(separator: "/").last.map(String.init) ?? ""
      return [place, error.what, error.remedy].filter { !$0.isEmpty }.joined(separator: "; ")
    } catch {
      return "\(error)"
    }
  }

  @Test("Two good files pair value by value", .tags(.analytical))
  func pairs() throws {
    let sample = try sample()
    #expect(sample.species == ["ethane", "toluene", "TNMOC"])
    #expect(sample.roles == [.strong, .strong, .total])
    #expect(sample.concentrations == [[1.5, 2.5, 9], [1, 3.5, 8]])
    #expect(sample.uncertainties[1] == [0.1, 0.2, 1])
    #expect(sample.instants[1].secondsSinceEpoch - sample.instants[0].secondsSinceEpoch == 10_800)
  }

  @Test("What cannot be taken as it stands is refused with its place and the way out")
  func refusals() {
    #expect(
      refusal(Self.header + "6/1/2005 6:00,1.5,-999,9\n6/1/2005 9:00,1.0,3.5,8\n")
        == "con.csv:2, column toluene; the value is missing (“-999”); choose what becomes of it: "
        + "--missing leave-out (weight zero), drop-sample or median")
    #expect(
      refusal(Self.header + "6/1/2005 6:00,1.5,N.D.,9\n6/1/2005 9:00,1.0,3.5,8\n")
        == "con.csv:2, column toluene; “N.D.” is below the detection limit; choose what becomes of "
        + "it: --below-detection half-limit (with --detection-limits) or missing")
    #expect(
      refusal(Self.good, Self.header + "6/1/2005 6:00,0.1,0.2,1\n6/1/2005 9:00,0,0.2,1\n")
        == "unc.csv:3, column ethane; the uncertainty 0.0 is not positive; correct it, or leave the "
        + "species out with --exclude")
    #expect(
      refusal(Self.good, Self.header + "6/1/2005 6:00,0.1,-0.2,1\n6/1/2005 9:00,0.1,0.2,1\n")
        == "unc.csv:2, column toluene; the uncertainty -0.2 is not positive; correct it, or leave "
        + "the species out with --exclude")
    #expect(
      refusal(Self.header + "6/1/2005 6:00,0,2,9\n6/1/2005 9:00,0,3,8\n")
        == "con.csv; ethane was never detected; leave it out with --exclude")
    #expect(
      refusal(change: { $0.totals = [] })
        == "con.csv; TNMOC is named like a total of the species, not like a species; take one as the "
        + "total with --total TNMOC, leave it out with --exclude TNMOC, or say that it is a species "
        + "with --accept-total TNMOC")
    #expect(
      refusal(unit: nil)
        == "con.csv; the file does not say in which unit its values are; name it, for example "
        + "--unit ppbC")
    #expect(
      refusal(Self.good, Self.errors.replacing("toluene", with: "benzene"))?
        .hasSuffix(
          "do not have the same species: benzene, toluene; give both files the same columns in the "
            + "same order") == true)
    #expect(
      refusal(Self.good, Self.errors.replacing("9:00", with: "10:00"))
        == "unc.csv:3; the concentrations’ sample is of 2005-06-01T09:00:00Z, the uncertainties’ of "
        + "2005-06-01T10:00:00Z; give both files the same samples in the same order")
    #expect(
      refusal(change: { $0.weak = ["tolune"] })
        == "no species is called “tolune”; choose one of: ethane, toluene, TNMOC")
    #expect(
      refusal(Self.header + "6/1/2005 6:00,1.5,much,9\n")
        == "con.csv:2, column toluene; “much” is not a number; correct it; if it means missing, write "
        + "NA, -999")
  }

  @Test(
    "Missing values are left out, dropped or replaced only as asked for, and told",
    .tags(.analytical))
  func missing() throws {
    let gapped = Self.header + "6/1/2005 6:00,1.5,-999,9\n6/1/2005 9:00,1.0,3.5,8\n"
    let left = try sample(gapped) { $0.missing = .leaveOut }
    #expect(left.concentrations == [[1.5, nil, 9], [1, 3.5, 8]])
    #expect(left.notices.map(\.english) == ["1 missing value is left out of the fit"])
    let dropped = try sample(gapped) { $0.missing = .dropSample }
    #expect(dropped.concentrations == [[1, 3.5, 8]])
    #expect(dropped.notices.map(\.english) == ["1 sample with missing values is left out"])
    let replaced = try sample(gapped) { $0.missing = .median }
    #expect(replaced.concentrations[0][1] == 3.5 && replaced.uncertainties[0][1] == 14)
    #expect(replaced.notices.map(\.english) == ["1 value is replaced as asked for"])
  }

  @Test("Uncertainties from detection limits follow the guide’s equation", .tags(.analytical))
  func detectionLimits() {
    let limit = DetectionLimit(limit: 0.6, errorFraction: 0.1)
    #expect(abs(limit.uncertainty(of: 0.5) - 0.5) < 1e-12)
    #expect(abs(limit.uncertainty(of: 0.6) - 0.5) < 1e-12)
    // √(0.4² + 0.3²) = 0.5.
    #expect(abs(limit.uncertainty(of: 4) - 0.5) < 1e-12)
  }
}
