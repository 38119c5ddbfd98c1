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
      // Three decimals in files too: more of them nobody has measured.
      Column("g/mol", "column.g-per-mol") {
        Double(NumberText.fixed($0.0.molecule.gramsPerMole, 3))?.decimals(3)
      }
      Column("C", "column.carbon") { $0.0.molecule.carbonAtoms }
      Column("family") { .family($0.0.family) }
      Column("ja", "column.japanese") { $0.0.japaneseName ?? "" }
      Column("zh", "column.chinese") { $0.0.chineseName ?? "" }
      Column("constant") { $0.1?.scale.rawValue ?? "" }
      Column("value") { $0.1.map { "\($0.constant.value)" } }
      Column("basis") { $0.1.map { Value.basis($0.constant.basis) } }
      Column("agreeing") { $0.1?.constant.agreeingSources }
      Column("source") { $0.1.map { Value.source($0.constant) } }
    }
  }

  /// What the columns of a record stand for.
  public static func columns(_ columns: [ColumnSummary]) -> Table {
    Table("columns", "species.columns", columns) {
      Column("column", "column.header") { $0.header }
      Column("stands for", "column.stands-for") {
        Message("species-kind.\($0.kind.rawValue)").coded($0.kind.rawValue)
      }
      Column("species") { $0.compound.map(Value.compound) }
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
    readingRemarks
      + (leftOutIsomers.isEmpty
        ? [] : [say("voc.isomers-left-out", names: leftOutIsomers.map(Message.compound))])
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
