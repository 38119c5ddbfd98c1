import AirAccord
import ArchiveFiles
import ArgumentParser
import TextFiles

/// Proposes a description of an unknown table.
struct DescribeCommand: Verb {
  static let configuration = CommandConfiguration.of("describe")

  @Argument(help: "The table.")
  var file: String?
  @Flag(help: "Print every field of a description with type, default and example.")
  var keys = false
  @Option(name: .shortAndLong, help: "Where to write it. Default: FILE.yaml beside the file.")
  var output: String?
  @Flag(help: "Write over a description that is there.")
  var overwrite = false
  @OptionGroup var clock: DescribeClockOptions
  @OptionGroup var content: DescribeContentOptions
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    if !keys, file == nil { throw refusal("usage.table-or-keys") }
  }

  func presentation() throws -> Presentation {
    if keys {
      var result = Presentation(DescriptionKeys.all, [.verbatim(DescriptionKeys.page)])
      result.ownCSV = { DescriptionKeys.page + "\n" }
      return result
    }
    let file = file ?? ""
    var job = TableDescription(of: file)
    job.options = try content.options()
    clock.add(to: &job.options)
    job.options.archives = LibraryArchives()
    job.options.foreign = PythonTables()
    job.output = output ?? job.output
    job.overwrites = overwrite
    return Presentation(description: try outcome(of: job), of: file)
  }
}

/// What only a person knows about the stamps of a table.
struct DescribeClockOptions: ParsableArguments {
  @Option(help: "The clock of the stamps, such as +09:00.")
  var utcOffset: String?
  @Option(help: "The clock as an IANA zone, where it has summer time: Europe/London.")
  var zone: String?
  @Option(help: "Which end of its period a stamp names: beginning or ending.")
  var stamp: StampConvention?
  @Option(help: "Length of the steps. Default: the distance of the stamps.")
  var step: TimeStep?
  @Option(help: "How stamps are written, such as “dd/MM/yy HH:mm” or epoch-seconds.")
  var pattern: String?
  @Option(help: "What comes first in dates such as 01/06/2019: day-first, month-first.")
  var dateOrder: DateOrder?
  @Option(help: "What years of two digits are counted from, such as 2000.")
  var century: Int?
  @Option(help: "Stamps beside the grid of steps: snap or average.")
  var jitter: FormatDescription.TimeRule.Jitter?

  func add(to options: inout DescribeOptions) {
    options.utcOffset = utcOffset
    options.zone = zone
    options.stamp = stamp
    options.step = step
    options.pattern = pattern
    options.dateOrder = dateOrder
    options.century = century
    options.jitter = jitter
  }
}

/// What only a person knows about the columns of a table.
struct DescribeContentOptions: ParsableArguments {
  @Option(help: "Name of the network. Default: the file’s name.")
  var network: String?
  @Option(help: "The one station of the file. Default: by a column, else the file’s name.")
  var station: String?
  @Option(help: "A column and its unit, “PM2.5=µg/m³”, or a unit for the others; may be repeated.")
  var unit: [String] = []
  @Option(help: "A column and what it is, “Fine=pm25”, “X=own:x” for your own; may be repeated.")
  var pollutant: [String] = []
  @Option(help: "The columns are stations, and hold this.")
  var wide: String?
  @Option(help: "A text or number that means missing; may be repeated.")
  var missing: [String] = []
  @Option(help: "A number like 9999 that is a measurement; may be repeated.")
  var measured: [String] = []
  @Option(help: "A column that nothing is read from; may be repeated.")
  var ignore: [String] = []
  @Option(help: "Values below a limit (<0.5): keep, half, limit, zero or missing.")
  var censored: FormatDescription.Censoring?
  @Option(help: "A mark beside numbers and its sense, “*=keep” or “#=missing”; may be repeated.")
  var mark: [String] = []
  @Option(help: "How letters are written: utf-8, shift-jis, gb18030, latin-1, cp1252, cp863.")
  var encoding: FormatDescription.Encoding?
  @Option(help: "What stands between thousands: comma, point, blank or apostrophe.")
  var thousands: FormatDescription.ThousandsMark?
  @Option(help: "What stands before decimals: point or comma.")
  var decimalMark: FormatDescription.DecimalMark?
  @Option(help: "Names of the columns of a file without a header, with commas between.")
  var columns: String?

  func options() throws -> DescribeOptions {
    var options = DescribeOptions()
    options.network = network
    options.station = station
    options.wide = wide
    options.missing = missing
    options.measured = measured
    options.ignored = ignore
    options.censored = censored
    options.thousands = thousands
    options.encoding = encoding
    options.decimalMark = decimalMark
    options.columns = columns.map { $0.split(separator: ",").map { String($0) } }
    try options.add(units: unit, pollutants: pollutant, marks: mark)
    return options
  }
}
