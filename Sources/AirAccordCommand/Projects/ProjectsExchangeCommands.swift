import AirAccord
import ArgumentParser
import TextFiles

extension TextEncoding: ExpressibleByArgument {}

/// Brings files of records into an archive.
struct ProjectsImport: Verb {
  static let configuration = CommandConfiguration.of("projects.import")

  @Argument(help: "CSV files of records, IATI files, or a folder that “projects export” wrote.")
  var files: [String] = []
  @Flag(help: "The records that come with the program.")
  var builtIn = false
  @Option(help: "Kind of record, when the columns do not tell it.")
  var kind: RecordKind?
  @Option(help: "Encoding: utf-8, shift-jis or gb18030; found out when not named.")
  var encoding: TextEncoding?
  @Option(help: "For a record that is there with other content: refuse or replace.")
  var onConflict: ConflictAnswer = .refuse
  @Option(
    help: "IATI: your own identifier; activities of all other publishers keep theirs.")
  var reporter: String?
  @OptionGroup var speech: LanguageOption
  @OptionGroup var change: RegistryChangeOptions
  @OptionGroup var output: FormatOption

  enum ConflictAnswer: String, ExpressibleByArgument, CaseIterable { case refuse, replace }

  func validate() throws {
    if !builtIn, files.isEmpty { throw refusal("usage.files-or-built-in") }
  }

  var shown: Answer { Answer(format: output.format, language: speech.language) }

  func presentation() throws -> Presentation {
    var intake = RecordIntake(into: try change.store(.create), office: change.office)
    (intake.files, intake.hasBuiltIn, intake.kind) = (files, builtIn, kind)
    (intake.encoding, intake.reporter) = (encoding, reporter)
    intake.replaces = onConflict == .replace
    intake.told = { StandardError.say($0, speech.language) }
    let report = try intake.run()
    return Presentation([report], report.table, epilogue: report.remarks)
  }
}

/// Writes records as files.
struct ProjectsExport: Verb {
  static let configuration = CommandConfiguration.of("projects.export")

  @Option(help: "Only this kind of record.")
  var kind: RecordKind?
  @Option(help: "Folder for the files.")
  var output: String
  @Option(help: "Encoding: utf-8, shift-jis or gb18030.")
  var encoding: TextEncoding = .utf8
  @Flag(help: "Begin UTF-8 files with a byte-order mark, as spreadsheets like it.")
  var mark = false
  @Flag(help: "Projects and activities as IATI 2.03 in activities.xml instead.")
  var iati = false
  @Option(help: "IATI: identifier of the reporting organisation (org-id.guide).")
  var reporter: String?
  @Option(help: "IATI: name of the reporting organisation.")
  var reporterName = "AirAccord"
  @Option(help: "IATI: when the file was made; now when not named.")
  var made: String?
  @Flag(help: "IATI: without the activities of other publishers that were imported.")
  var ownOnly = false
  @OptionGroup var shown: LanguageOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption

  func validate() throws {
    if iati, reporter == nil { throw refusal("usage.iati-needs-reporter") }
  }

  func presentation() throws -> Presentation {
    let outcome = try iati ? published : exported
    return Presentation(
      said: outcome.files.map { .verbatim("\($0)") }, epilogue: outcome.remarks)
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
