import AirAccord
import ArgumentParser
import Foundation
import TextFiles

/// A verb that gives a result: it reads options, asks the library, and ends as every verb does.
protocol Verb: ParsableCommand {
  associatedtype Shown: Ending
  /// In which form and language the result is given.
  var shown: Shown { get }
  /// The result.
  func presentation() throws -> Presentation
}

extension Verb {
  /// Gives the result.
  func run() throws {
    try explainingErrors {
      if let folder = shown.folder {
        try FolderReplacement.check(
          URL(fileURLWithPath: folder, isDirectory: true).path, replacing: shown.replaces)
      }
      try shown.show(presentation())
    }
  }

  /// The outcome of a job, with a line that tells how far it is.
  func outcome<Work: Job>(of job: Work) throws -> Work.Outcome {
    try ProgressLine.following(shown.language) { try job.run($0) }
  }
}

/// How results end: as text, CSV or JSON, in a language, and as a page where a folder is named.
protocol Ending {
  var format: OutputFormat { get }
  var language: Language { get }
  var folder: String? { get }
  /// Whether the page may take the place of what others wrote into the folder.
  var replaces: Bool { get }
}

extension Ending {
  var format: OutputFormat { .text }
  var folder: String? { nil }
  var replaces: Bool { false }

  /// Gives the result.
  func show(_ result: Presentation) throws {
    if let folder, let document = result.pageDocument {
      let written = try DocumentFolder(language: language, date: DocumentFolder.today).write(
        document, page: result.page, files: try result.files(),
        to: URL(fileURLWithPath: folder, isDirectory: true), replacing: replaces)
      let said = say("written.files", count: written.files.count, folder: folder)
      StandardError.say([said] + written.notes, language)
    }
    StandardError.say(result.remarks + (format == .text ? [] : result.asides), language)
    switch (result.isFile && format == .text ? .csv : format, result.document) {
    case (.json, _): StandardOutput.write(try result.json)
    case (.csv, _): StandardOutput.write(result.csv(language))
    case (.text, let document?): StandardOutput.show(document, language)
    case (.text, nil):
      for line in result.lines { StandardOutput.say(line, language) }
      if let table = result.table, result.lines.isEmpty || !table.isEmpty {
        StandardOutput.print(TerminalRenderer(language: language).text(table))
      }
    }
    StandardError.say(result.epilogue, language)
    if !result.isSound { throw ExitCode(65) }
  }
}

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv
}

/// The ending of verbs that say a few sentences.
struct LanguageOption: ParsableArguments, Ending {
  @Option(help: "Language of what is printed and of pages: en, ja or zh.")
  var language: Language = .english
}

/// The ending of verbs that only print.
struct ResultOptions: ParsableArguments, Ending {
  @Option(help: "How to print the result: text, json or csv.")
  var format: OutputFormat = .text
  @Option(help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english
}

/// The ending of verbs that also write a page.
struct PageOptions: ParsableArguments, Ending {
  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all values as tables into this folder.")
  var folder: String?
  @OptionGroup var replacement: ReplaceOption
  @Option(help: "How to print the result: text, json or csv.")
  var format: OutputFormat = .text
  @Option(help: "Language of what is printed and of the page: en, ja or zh.")
  var language: Language = .english

  var replaces: Bool { replacement.replace }
}

/// The ending of verbs whose options stand in an order of their own.
struct Answer: Ending {
  let format: OutputFormat
  let language: Language
  var folder: String?
  var replaces = false
}
