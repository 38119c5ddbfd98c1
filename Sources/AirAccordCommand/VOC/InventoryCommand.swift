import ArgumentParser
import Documents
import Evidence
import Store
import Studies
import VOC

/// What facilities emit, and what measures take off at which cost.
struct InventoryCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "inventory",
    abstract: "Add up what processes emit, and what measures take off at which cost.",
    discussion: """
      Reads YAML (facilities, profiles, measures) or a table \
      “facility,process,activity,factor_kg,…”. Emission is activity × factor × \
      (1 − capture × control). Intervals come from a Latin hypercube over every uncertain number. \
      Efficiencies and factors marked with * come from memory, not from a stored source.

      Examples:
        airaccord voc inventory inventory.yaml
        airaccord voc inventory processes.csv --profiles profiles.csv
        airaccord voc inventory --list-measures

      With --impact and --archive the changes that the inventory expects are held against those \
      that the air shows (top-down against bottom-up); --reference benzene compares the mixtures.
      """)

  @Argument(help: "The inventory: YAML, or a table that ends in .csv.")
  var file: String?

  @Option(help: "Table “profile,species,share” for an inventory in a table.")
  var profiles: String?

  @Flag(help: "List the known measures with their ranges, and component factors.")
  var listMeasures = false

  @Option(help: "Draws of the Latin hypercube.")
  var draws = InventoryAnalysis().draws

  @Option(help: "Seed of the draws.")
  var seed = InventoryAnalysis().seed

  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = InventoryAnalysis().confidenceLevel

  @Option(help: "An impact study (YAML) to hold the inventory against.")
  var impact: String?

  @Option(help: "The archive of the impact study.")
  var archive: String?

  @Option(help: "Compound against which the mixtures of air and inventory are held.")
  var reference: String?

  @OptionGroup var shown: PageOptions

  func validate() throws {
    guard (file != nil) != listMeasures else {
      throw ValidationError("name an inventory, or ask for --list-measures")
    }
    guard (impact == nil) == (archive == nil) else {
      throw ValidationError("--impact and --archive belong together")
    }
    guard reference == nil || impact != nil else {
      throw ValidationError("--reference needs --impact and --archive")
    }
  }

  func presentation() throws -> Presentation {
    guard let file else {
      let document = ControlCatalogue.embedded.document
      return Presentation(document, document)
    }
    var study = try InventoryStudy(file: file, profiles: profiles)
    study.analysis.draws = draws
    study.analysis.seed = seed
    study.analysis.confidenceLevel = confidenceLevel
    if let impact, let archive {
      study.air = try ImpactStudy(file: impact, in: try Archive.looked(at: archive))
    }
    study.reference = reference
    let answer = try outcome(of: study)
    let tally = answer.tally
    var result = try Presentation(
      tally, tally.document, page: "inventory.html", json: "inventory")
    if let comparison = answer.comparison {
      result.answer(with: comparison, comparison.document)
    }
    return result
  }
}
