import AirQuality
import Store
import ArgumentParser
import Studies
import TextFiles
import Cooperation
import Documents
import Evidence
import Foundation

extension TextEncoding: ExpressibleByArgument {}

/// Brings files of records into an archive.
struct ProjectsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring files of records into an archive, all or nothing.",
    discussion: """
      A CSV file holds one kind of record, told by its columns; “projects export” shows the \
      form. Shift_JIS, GB18030 and UTF-8 with a mark are read. A file that ends in .xml is read \
      as IATI activities, version 2.03, of any size; those of other publishers keep their \
      identifiers, are kept as they were published and given back on export. A folder that \
      “projects export” wrote is read as a whole.

      Examples:
        airaccord projects import --built-in --archive air.sqlite --office IGES
        airaccord projects import projects.csv activities.csv --archive air.sqlite --office IGES
      """)

  @Argument(help: "CSV files of records, IATI files, or a folder that “projects export” wrote.")
  var files: [String] = []
  @Flag(name: .long, help: "The records that come with the program.")
  var builtIn = false
  @Option(name: .long, help: "Kind of record, when the columns do not tell it.")
  var kind: RecordKind?
  @Option(name: .long, help: "Encoding: utf-8, shift-jis or gb18030; found out when not named.")
  var encoding: TextEncoding?
  @Option(name: .long, help: "For a record that is there with other content: refuse or replace.")
  var onConflict: ConflictAnswer = .refuse
  @Option(
    name: .long,
    help: "IATI: your own identifier; activities of all other publishers keep theirs.")
  var reporter: String?
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions
  @OptionGroup var output: FormatOption

  enum ConflictAnswer: String, ExpressibleByArgument, CaseIterable { case refuse, replace }

  func validate() throws {
    guard builtIn || !files.isEmpty else {
      throw ValidationError("name files, or --built-in")
    }
  }

  func run() throws {
    try explainingErrors {
      var intake = RecordIntake(into: try change.store(.create), office: change.office)
      (intake.files, intake.hasBuiltIn, intake.kind) = (files, builtIn, kind)
      (intake.encoding, intake.reporter) = (encoding, reporter)
      intake.replaces = onConflict == .replace
      intake.told = speech.note
      let report = try intake.run()
      try output.show([report], as: report.table, report.remarks, speech)
    }
  }
}

/// Writes records as files.
struct ProjectsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records as CSV files, or projects as IATI activities; import reads both.",
    discussion: """
      Examples:
        airaccord projects export --output records
        airaccord projects export --iati --reporter XI-EXAMPLE-1 --output records
        airaccord projects export --kind projects --encoding shift-jis --output records
      """)

  @Option(name: .long, help: "Only this kind of record.")
  var kind: RecordKind?
  @Option(name: .long, help: "Folder for the files.")
  var output: String
  @Option(name: .long, help: "Encoding: utf-8, shift-jis or gb18030.")
  var encoding: TextEncoding = .utf8
  @Flag(name: .long, help: "Begin UTF-8 files with a byte-order mark, as spreadsheets like it.")
  var mark = false
  @Flag(name: .long, help: "Projects and activities as IATI 2.03 in activities.xml instead.")
  var iati = false
  @Option(name: .long, help: "IATI: identifier of the reporting organisation (org-id.guide).")
  var reporter: String?
  @Option(name: .long, help: "IATI: name of the reporting organisation.")
  var reporterName = "AirAccord"
  @Option(name: .long, help: "IATI: when the file was made; now when not named.")
  var made: String?
  @Flag(name: .long, help: "IATI: without the activities of other publishers that were imported.")
  var ownOnly = false
  @OptionGroup var speech: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  func validate() throws {
    guard !iati || reporter != nil else {
      throw ValidationError("--iati needs --reporter, the identifier of who publishes the file")
    }
  }

  func run() throws {
    try explainingErrors {
      let outcome = try iati ? published : exported
      for file in outcome.files { print(file) }
      outcome.remarks.forEach(speech.note)
    }
  }

  private var exported: RecordExport.Outcome {
    get throws {
      var export = RecordExport(of: try source.source(), into: output)
      if let kind { export.kinds = [kind] }
      (export.encoding, export.hasMark, export.replaces) = (encoding, mark, replacement.replace)
      return try export.run()
    }
  }

  private var published: RecordExport.Outcome {
    get throws {
      var publication = ActivityPublication(
        of: try source.source(), by: reporter ?? "", into: output)
      (publication.reporterName, publication.made) = (reporterName, made)
      (publication.isOwnOnly, publication.replaces) = (ownOnly, replacement.replace)
      return try publication.run()
    }
  }
}
