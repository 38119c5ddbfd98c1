import AirQuality
import TestSupport
import Testing

@testable import Ingest

@Suite("Layouts of source profiles")
struct ProfileLayoutTests {
  private static let rows = """
    source,species,fraction,uncertainty
    fuel,n-butane,0.25,0.02
    fuel,toluene,0.05,0.01
    paint,toluene,0.4,0.03

    """

  private static func read(_ text: String) throws -> [SourceProfile] {
    let file = try ScratchFile(text, name: "profiles.csv")
    return try SourceProfileReader.read(path: file.path)
  }

  @Test("A column a source says the same as a row a source and species", .tags(.property))
  func wide() throws {
    let wide = """
      species,fuel,fuel_uncertainty,paint,paint_uncertainty
      n-butane,0.25,0.02,,
      toluene,0.05,0.01,0.4,0.03

      """
    #expect(try Self.read(wide) == Self.read(Self.rows))
  }

  @Test("An export of SPECIATE is read in per cent, under code and name", .tags(.analytical))
  func speciate() throws {
    let text = """
      PROFILE_CODE,PROFILE_NAME,SPECIES_NAME,WEIGHT_PERCENT,UNCERTAINTY_PERCENT
      8750,Gasoline Exhaust,Toluene,7.5,1.5
      8750,Gasoline Exhaust,N-butane,2.5,0.5

      """
    let profiles = try Self.read(text)
    #expect(profiles.map(\.name) == ["8750 Gasoline Exhaust"])
    #expect(profiles[0].shares["Toluene"] == .init(fraction: 0.075, uncertainty: 0.015))
  }

  @Test("Mistakes are told with the file's own column and its own scale")
  func mistakes() throws {
    let negative = """
      species,fuel,fuel_uncertainty
      toluene,-0.1,0.01

      """
    let percent = """
      PROFILE_CODE,SPECIES_NAME,WEIGHT_PERCENT,UNCERTAINTY_PERCENT
      1,Toluene,5,0

      """
    let twice = """
      species,fuel,fuel_uncertainty
      toluene,0.1,0.01
      toluene,0.2,0.01

      """
    for (text, column) in [(negative, "fuel"), (percent, "UNCERTAINTY_PERCENT")] {
      do {
        _ = try Self.read(text)
        Issue.record("read")
      } catch let error as IngestError {
        guard case .impossibleValue(_, let found, _, _, _, let line) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(found == column)
        #expect(line == 2)
      }
    }
    #expect(throws: IngestError.self) { try Self.read(twice) }
    // A source without its column of uncertainties is no layout that is known.
    #expect(throws: IngestError.self) {
      try Self.read("species,fuel,paint\ntoluene,0.1,0.2\n")
    }
  }
}
