public import Documents
import TextFiles
public import VOC

/// Adds an inventory of compounds up, with its uncertainty and what measures save, and holds it against
/// the air where a study of the air is named.
public struct InventoryStudy: Job {
  /// Processes and measures.
  public let file: InventoryFile
  /// Compounds and lumps that the catalogue does not have.
  private let own: OwnSpecies
  /// What reading has to tell.
  private let remarks: [Message]
  /// Draws, seed and level.
  public var analysis = InventoryAnalysis()
  /// A study of the air at the place of the inventory; `nil` for the inventory alone.
  public var air: ImpactStudy?
  /// With a study of the air: the compound against which the two mixtures are held; `nil` compares no
  /// mixtures.
  public var reference: String?

  /// An inventory of a file, YAML or a table.
  ///
  /// - Parameters:
  ///   - profiles: of a table's processes, a table too.
  ///   - ownSpecies: compounds and lumps that the catalogue does not have, a YAML file.
  /// - Throws: `FileFault`; `VOCError` for a fault of a file.
  public init(file path: String, profiles: String? = nil, ownSpecies: String? = nil) throws {
    let text = try TextContent.utf8(path: path).text
    let read =
      path.hasSuffix(".csv")
      ? try InventoryFile(
        table: text,
        profiles: try profiles.map {
          try InventoryFile.profiles(table: try TextContent.utf8(path: $0).text, file: $0)
        } ?? [:], file: path)
      : try InventoryFile(yaml: text, file: path)
    own = try OwnSpecies(path: ownSpecies) ?? OwnSpecies()
    var inventory = read.inventory
    inventory.own = own
    file = InventoryFile(inventory: inventory, measures: read.measures)
    remarks = own.unused(besides: inventory.profiles.values.flatMap(\.keys))
  }

  /// The inventory, and what the air says about it.
  public struct Answer: Sendable {
    /// The inventory.
    public let tally: InventoryTally
    /// The inventory beside the air; `nil` without a study of the air.
    public let comparison: TopDownComparison?
    /// Own compounds that no profile has.
    public let remarks: [Message]
  }

  /// Draws the inventory.
  ///
  /// - Throws: `VOCError`; what the study of the air throws; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.checkCount(analysis.draws)
    try watch.begin(0, of: air == nil ? 1 : 2, "progress.draws")
    let tally = try analysis.tally(file.inventory, measures: file.measures)
    guard let air else { return Answer(tally: tally, comparison: nil, remarks: remarks) }
    let found = try air.run(watch)
    return Answer(
      tally: tally,
      comparison: try TopDownComparison(
        found.impact, tally,
        air: reference == nil ? nil : try air.mixtureBefore(found.record), reference: reference,
        own: own),
      remarks: remarks)
  }
}
