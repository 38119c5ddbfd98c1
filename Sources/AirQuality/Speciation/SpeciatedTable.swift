/// Samples × species as a file has them, with the line of every sample, so that whatever is wrong
/// with a cell can be told with its place.
public struct SpeciatedTable: Hashable, Sendable {
  /// What stands in one cell.
  public enum Cell: Hashable, Sendable {
    /// A number, whatever it means.
    case value(Double)
    /// A number or a text that the source uses for missing, as written.
    case missing(String)
    /// A text that says “below the detection limit”, as written.
    case belowDetection(String)
  }

  /// Path of the file, for messages.
  public let file: String
  /// Names of the species in the order of the columns.
  public let species: [String]
  /// Beginning of each sample.
  public let instants: [Instant]
  /// Seconds east of Greenwich of the clock the stamps are written in.
  public let utcOffset: Int
  /// Line of each sample, from 1.
  public let lines: [Int]
  /// `samples × species`, one row a sample.
  public let cells: [[Cell]]

  /// The unit of each column where the file states it.
  public let units: [MeasurementUnit?]

  /// Cells by line and species; sizes that differ are our own mistake. Without units the file states none.
  public init(
    file: String, species: [String], instants: [Instant], utcOffset: Int, lines: [Int],
    cells: [[Cell]], units: [MeasurementUnit?]? = nil
  ) {
    precondition(instants.count == cells.count && lines.count == cells.count)
    precondition(cells.allSatisfy { $0.count == species.count })
    let units = units ?? [MeasurementUnit?](repeating: nil, count: species.count)
    precondition(units.count == species.count)
    self.units = units
    self.file = file
    self.species = species
    self.instants = instants
    self.utcOffset = utcOffset
    self.lines = lines
    self.cells = cells
  }

  /// `file:line, column name`.
  public func place(sample: Int, species position: Int) -> String {
    "\(file):\(lines[sample]), column \(species[position])"
  }
}
