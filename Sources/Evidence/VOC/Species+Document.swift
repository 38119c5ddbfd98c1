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
      Column("species") { $0.0.name }
      Column("cas") { $0.0.cas ?? "" }
      Column("g/mol", heading: "column.g-per-mol") {
        // Three decimals in files too: more of them nobody has measured.
        .number(Double(NumberText.fixed($0.0.molecule.gramsPerMole, 3)) ?? .nan, .decimals(3))
      }
      Column("C", "column.carbon") { $0.0.molecule.carbonAtoms }
      Column("family") { .coded($0.0.family.rawValue, .message(.family($0.0.family))) }
      Column("ja", "column.japanese") { $0.0.japaneseName ?? "" }
      Column("zh", "column.chinese") { $0.0.chineseName ?? "" }
      Column("constant") { $0.1?.scale.rawValue ?? "" }
      Column("value") { .optional($0.1) { .text("\($0.constant.value)") } }
      Column("basis") {
        .optional($0.1?.constant.basis) {
          .coded($0.rawValue, .message(Message("basis.\($0.rawValue)")))
        }
      }
      Column("agreeing") { $0.1?.constant.agreeingSources }
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
      Column("column", "column.header") { $0.header }
      Column("stands for", "column.stands-for") {
        .coded($0.kind.rawValue, .message(Message("species-kind.\($0.kind.rawValue)")))
      }
      Column("species") { .optional($0.compound) { .coded($0, .message(.compound($0))) } }
      Column("values") { $0.values }
      Column("below") { $0.belowDetection }
      Column("limit") { $0.limit }
      Column("unit") { $0.unit ?? "" }
      Column("near") { $0.nearest }
    }
  }
}

extension SpeciatedRecord {
  /// What was left out when the record was read.
  public var remarks: [Message] {
    leftOutIsomers.isEmpty
      ? [] : [say("voc.isomers-left-out", names: Value.compounds(leftOutIsomers))]
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
