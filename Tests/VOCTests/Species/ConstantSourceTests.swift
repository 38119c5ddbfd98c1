import AirQuality
import Documents
import Foundation
import TestSupport
import Testing

@testable import VOC

/// What stands behind the numbers of the tables about compounds.
@Suite("Sources of constants")
struct ConstantSourceTests {
  /// Keys of `SOURCE.md` with their lines.
  private static func keys(_ section: String) throws -> [String: String] {
    let page = try String(
      contentsOf: SharedData.checkout.appendingPathComponent("Datasets/reference/SOURCE.md"),
      encoding: .utf8)
    var keys: [String: String] = [:]
    for line in page.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3 else { continue }
      for key in cells[0].split(separator: ",") {
        keys[key.trimmingCharacters(in: .whitespaces)] = String(line)
      }
    }
    return keys
  }

  /// Citations in a cell of sources: words with a year, and the names of collections.
  private static func citations(_ text: String) -> [String] {
    text.matches(
      of:
        /MCMv[0-9.]+|TRACI[0-9.]+|OPERA|AOPWIN|MECCA|foqat|AeroViz|[A-Z][A-Za-z]+(?:19|20)[0-9]{2}/
    ).map { String($0.output) }
  }

  @Test("Every constant of a compound cites what SOURCE.md lists, or says that it is recalled")
  func species() throws {
    let keys = try Self.keys("Sources")
    let table = ReferenceTable(named: "reference/voc_species.csv")
    var seen = 0
    for (value, source) in [
      ("mir_g_o3_per_g", "mir_source"), ("k_oh_298_cm3_s", "koh_source"),
      ("soap_rel_toluene", "soap_source"), ("fac_pct", "fac_source"),
    ] {
      for row in table.rows where row[value] != nil {
        seen += 1
        let text = row[source] ?? ""
        let cited = Self.citations(text)
        #expect(
          !cited.isEmpty || text.hasPrefix("arithmetic mean"),
          "\(row["species"] ?? ""), \(value): “\(text)”")
        for citation in cited {
          #expect(keys[citation] != nil, "\(row["species"] ?? ""): \(citation)")
        }
      }
    }
    #expect(seen > 400)
  }

  @Test("What is printed as recalled is what the table marks, and nothing else is without a source")
  func marks() throws {
    let rows = ReferenceTable(named: "reference/voc_species.csv").rows
    let columns: [(ReactivityScale, String)] = [
      (.ozone, "mir_source"), (.hydroxyl, "koh_source"), (.aerosolPotential, "soap_source"),
      (.aerosolCoefficient, "fac_source"),
    ]
    for row in rows {
      let compound = try CompoundCatalogue.embedded.compound(named: row["species"] ?? "")
      for (scale, column) in columns {
        guard let constant = compound.constants[scale] else { continue }
        let isMarked = (row[column] ?? "").contains("unverified-recall")
        #expect(isMarked == (constant.basis == .recalled), "\(compound.name), \(scale.rawValue)")
      }
    }
  }

  @Test("Rate constants with ozone and nitrate have keys of SOURCE.md, or are recalled and told")
  func losses() throws {
    let keys = try Self.keys("Sources")
    var recalled: Set<String> = []
    for row in ReferenceTable(named: "reference/voc_losses.csv").rows {
      let name = row["species"] ?? ""
      #expect(keys[row["no3_source"] ?? ""] != nil, "\(name) with nitrate")
      if row["o3_source"]?.hasPrefix("unverified-recall") == true {
        recalled.insert(name)
      } else {
        #expect(keys[row["o3_source"] ?? ""] != nil, "\(name) with ozone")
      }
    }
    var clock = PhotochemicalAge()
    clock.hydroxyl = 3e6
    clock.ozone = 1e12
    let compounds = CompoundCatalogue.embedded.compounds
    #expect(Set(clock.recalledLosses(compounds)) == recalled)
    #expect(clock.lossPremises(compounds).contains { $0.id == "ratios.losses-recalled" })
    // Where ozone takes no part, its constants are in no figure.
    clock.ozone = nil
    clock.nitrate = 2e8
    #expect(clock.recalledLosses(compounds).isEmpty)
  }

  @Test("Constants from memory are told beside every sum and series that they are in")
  func told() throws {
    let names = ["m-xylene", "toluene", "ethane"]
    let record = try SpeciatedRecord(
      madeSeries(names.map { ($0, [2.0, 3, 4]) }, unit: .microgramsPerCubicMetre))
    let reactivity = try ReactivityAssessment().assess(record)
    for quantity in WeighedQuantity.allCases {
      let marked = reactivity.constants.filter {
        $0.scale == quantity.scale && $0.constant.basis == .recalled
      }
      #expect(Set(reactivity.recalled(for: quantity).names) == Set(marked.map(\.compound)))
    }
    // SOAP of m-xylene and every coefficient are recalled; ethane has none of the two.
    #expect(reactivity.recalled(for: .aerosolPotential).names == ["m-xylene"])
    let formed = reactivity.recalled(for: .aerosolFormation)
    #expect(Set(formed.names) == ["m-xylene", "toluene"] && abs(formed.share - 1) < 1e-12)
    #expect(reactivity.recalled(for: .ozoneFormation).names.isEmpty)
    var series = DerivedSeries()
    series.quantities = [.ozoneFormation, .aerosolFormation]
    let premises = series.premises(of: record).filter { $0.id == "voc.constants-recalled" }
    #expect(premises.count == 1)
    let text = premises.first?.english ?? ""
    #expect(text.contains("m-xylene") && text.contains("toluene") && !text.contains("ethane"))
  }

  @Test(
    "Every line of the other tables has a key of SOURCE.md and says whether it was checked",
    arguments: [
      "voc_activation", "voc_lumps", "voc_control_measures", "voc_component_factors",
      "voc_elution",
    ])
  func others(_ name: String) throws {
    let keys = try Self.keys("Sources")
    for row in ReferenceTable(named: "reference/\(name).csv").rows {
      let source = row["source"] ?? ""
      #expect(
        row["verified"] == "recall"
          || source.split(separator: ";").contains {
            keys[$0.trimmingCharacters(in: .whitespaces)] != nil
          }, "\(name): \(source)")
      #expect(!(row["verified"] ?? "").isEmpty, "\(name): \(source)")
    }
  }
}
