import Documents
import AirQuality
import Store
import ArgumentParser
import TextFiles
import Estimation
import Evidence
import Foundation
import Studies
import VOC

/// What facilities emit, and what measures take off at which cost.
struct InventoryCommand: ParsableCommand {
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

  @Option(name: .long, help: "Table “profile,species,share” for an inventory in a table.")
  var profiles: String?

  @Flag(name: .long, help: "List the known measures with their ranges, and component factors.")
  var listMeasures = false

  @Option(name: .long, help: "Draws of the Latin hypercube.")
  var draws = InventoryAnalysis().draws

  @Option(name: .long, help: "Seed of the draws.")
  var seed = InventoryAnalysis().seed

  @Option(name: .customLong("level"), help: "Coverage of the intervals, 0 to 1.")
  var confidenceLevel = InventoryAnalysis().confidenceLevel

  @Option(
    name: .customLong("output"),
    help: "Also write a page with the tornado and all numbers into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page and of what is printed: en, ja or zh.")
  var language: Language = .english

  @Option(name: .long, help: "An impact study (YAML) to hold the inventory against.")
  var impact: String?

  @Option(name: .long, help: "The archive of the impact study.")
  var archive: String?

  @Option(name: .long, help: "Compound against which the mixtures of air and inventory are held.")
  var reference: String?

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func validate() throws {
    try WorkLimit.counts.check(["draws": draws])
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

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      guard let file else {
        return output.print(ControlCatalogue.embedded.document, language: language)
      }
      var study = try InventoryStudy(file: file, profiles: profiles)
      study.analysis.draws = draws
      study.analysis.seed = seed
      study.analysis.confidenceLevel = confidenceLevel
      if let impact, let archive {
        study.air = try ImpactStudy(file: impact, in: try Self.archive(archive))
      }
      study.reference = reference
      let answer = try ProgressLine.following(language) { try study.run($0) }
      let tally = answer.tally
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          tally.document, page: "inventory.html",
          files: [("inventory.json", try StableJSON.encode(tally))], to: $0, replacing: $1)
      }
      if let comparison = answer.comparison {
        return try output.print(comparison, as: comparison.document, language: language)
      }
      try output.print(tally, language: language)
    }
  }

  private static func archive(_ path: String) throws -> Archive {
    let store = try Archive(path: path)
    try store.checkStructure()
    return store
  }
}
