import AirAccord
import ArgumentParser

/// What facilities emit, and what measures take off at which cost.
struct InventoryCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.inventory")

  @Argument(help: "The inventory: YAML, or a table that ends in .csv.")
  var file: String?
  @Option(help: "Table “profile,species,share” for an inventory in a table.")
  var profiles: String?
  @Option(help: "Own compounds and lumps before the catalogue’s, a YAML file.")
  var ownSpecies: String?
  @Flag(help: "List the known measures with their ranges, and component factors.")
  var listMeasures = false
  @Option(help: "Draws of the Latin hypercube.")
  var draws = InventoryAnalysis().draws
  @Option(help: "Seed of the draws.")
  var seed = InventoryAnalysis().seed
  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = InventoryAnalysis().confidenceLevel
  @Option(help: "Spread the emission over this year by the processes’ schedules.")
  var year: Int?
  @Option(help: "An impact study (YAML) to hold the inventory against.")
  var impact: String?
  @Option(help: "The archive of the impact study.")
  var archive: String?
  @Option(help: "Compound against which the mixtures of air and inventory are held.")
  var reference: String?
  @OptionGroup var shown: PageOptions

  func validate() throws {
    if (file != nil) == listMeasures { throw refusal("usage.inventory-or-measures") }
    if (impact == nil) != (archive == nil) { throw refusal("usage.impact-with-archive") }
    if reference != nil, impact == nil { throw refusal("usage.reference-needs-impact") }
  }

  func presentation() throws -> Presentation {
    guard let file else {
      let document = ControlCatalogue.embedded.document
      return Presentation(document, document)
    }
    var study = try InventoryStudy(file: file, profiles: profiles, ownSpecies: ownSpecies)
    study.analysis.draws = draws
    study.analysis.seed = seed
    study.analysis.confidenceLevel = confidenceLevel
    study.analysis.year = year
    if let impact, let archive {
      study.air = try ImpactStudy(file: impact, in: try Archive.looked(at: archive))
    }
    study.reference = reference
    let answer = try outcome(of: study)
    let tally = answer.tally
    var result = Presentation(
      tally, tally.document, page: "inventory.html", json: "inventory",
      tables: tally.tables.map { ($0.name, $0.table) }, remarks: answer.remarks)
    if let comparison = answer.comparison {
      result.answer(with: comparison, comparison.document)
    }
    return result
  }
}
