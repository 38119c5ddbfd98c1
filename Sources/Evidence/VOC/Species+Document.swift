import AirQuality
public import Documents
import Foundation
public import VOC

extension Table {
  /// Compounds with their constants, a row a constant.
  public static func compounds(_ compounds: [Compound]) -> Table {
    let rows = compounds.flatMap { compound -> [(Compound, ProvenanceRow?)] in
      let constants = ProvenanceRow.rows(of: [compound])
      return constants.isEmpty ? [(compound, nil)] : constants.map { (compound, $0) }
    }
    return Table("compounds", "species.catalogue", rows) {
      Column("species") { .text($0.0.name) }
      Column("cas") { .text($0.0.cas ?? "") }
      Column("g/mol", heading: "column.g-per-mol") {
        // Three decimals in files too: more of them nobody has measured.
        .number(Double(NumberText.fixed($0.0.molecule.gramsPerMole, 3)) ?? .nan, .decimals(3))
      }
      Column("C", heading: "column.carbon") { .count($0.0.molecule.carbonAtoms) }
      Column("family") { .coded($0.0.family.rawValue, .message(.family($0.0.family))) }
      Column("ja", heading: "column.japanese") { .text($0.0.japaneseName ?? "") }
      Column("zh", heading: "column.chinese") { .text($0.0.chineseName ?? "") }
      Column("constant") { .text($0.1?.scale.rawValue ?? "") }
      Column("value") { .optional($0.1) { .text("\($0.constant.value)") } }
      Column("basis") {
        .optional($0.1?.constant.basis) {
          .coded($0.rawValue, .message(Message("basis.\($0.rawValue)")))
        }
      }
      Column("agreeing") { .optional($0.1?.constant.agreeingSources) { .count($0) } }
      Column("source") {
        .optional($0.1) { row in
          .coded(row.constant.source, .message(ConstantSource.message(row.constant.source)))
        }
      }
    }
  }

  /// What the columns of a record stand for.
  public static func columns(_ columns: [ColumnSummary]) -> Table {
    Table("columns", "species.columns", columns) {
      Column("column", heading: "column.header") { .text($0.header) }
      Column("stands for", heading: "column.stands-for") {
        .coded($0.kind.rawValue, .message(Message("species-kind.\($0.kind.rawValue)")))
      }
      Column("species") {
        .optional($0.compound) { .coded($0, .message(.compound($0))) }
      }
      Column("values") { .optional($0.values) { .count($0) } }
      Column("below") { .optional($0.belowDetection) { .count($0) } }
      Column("limit") { .optional($0.limit) { .number($0) } }
      Column("unit") { .text($0.unit ?? "") }
      Column("near") { .names($0.nearest) }
    }
  }
}

extension SpeciatedRecord {
  /// What was left out when the record was read.
  public var remarks: [Message] {
    leftOutIsomers.isEmpty
      ? [] : [Message("voc.isomers-left-out", ["names": .compounds(leftOutIsomers)])]
  }
}

/// A compound in JSON.
private struct CatalogueEntry: Encodable {
  let species: String
  let cas: String?
  let formula: String
  let gramsPerMole: Double
  let carbonAtoms: Int
  let family: String
  let japanese: String?
  let chinese: String?
  let constants: [ProvenanceRow]

  init(_ compound: Compound) {
    species = compound.name
    cas = compound.cas
    formula = compound.formula
    gramsPerMole = compound.molecule.gramsPerMole
    carbonAtoms = compound.molecule.carbonAtoms
    family = compound.family.rawValue
    japanese = compound.japaneseName
    chinese = compound.chineseName
    constants = ProvenanceRow.rows(of: [compound])
  }
}

extension Presentation {
  /// Compounds with their constants and sources.
  public init(compounds: [Compound]) {
    self.init(compounds.map(CatalogueEntry.init), .compounds(compounds))
  }
}
