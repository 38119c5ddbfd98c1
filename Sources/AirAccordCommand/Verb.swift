import ArgumentParser
import Documents
import Evidence
import Studies

/// A verb that gives a result: it reads options, asks the library, and ends as every verb does.
protocol Verb: ParsableCommand {
  associatedtype Shown: Ending
  /// In which form and language the result is given.
  var shown: Shown { get }
  /// The result.
  func presentation() throws -> Presentation
}

extension Verb {
  func run() throws { try give() }

  /// Gives the result.
  func give() throws {
    try explainingErrors {
      try shown.prepare()
      try shown.show(presentation())
    }
  }

  /// The outcome of a job, with a line that tells how far it is.
  func outcome<Work: Job>(of job: Work) throws -> Work.Outcome {
    try ProgressLine.following(shown.language) { try job.run($0) }
  }
}

/// How results end: as text, CSV or JSON, in a language.
protocol Ending: ParsableArguments {
  var format: OutputFormat { get }
  var language: Language { get }
  /// Refuses what would fail after the work.
  func prepare() throws
  /// Gives the result.
  func show(_ result: Presentation) throws
}

extension Ending {
  func prepare() throws {}

  func show(_ result: Presentation) throws { try print(result) }

  /// Prints the result, with its remarks on standard error.
  func print(_ result: Presentation) throws {
    let asides = format == .text ? [] : result.asides
    StandardError.say(result.remarks + asides, language)
    switch (result.isFile && format == .text ? .csv : format, result.document) {
    case (.json, _):
      StandardOutput.write(
        String(decoding: try StableJSON.encode(result.result), as: UTF8.self))
    case (.csv, _): StandardOutput.write(result.table?.csv ?? "")
    case (.text, let document?): PageOutput(language: language).show(document)
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

/// The ending of verbs that only print.
struct ResultOptions: Ending {
  @Option(help: "How to print the result: text, json or csv.")
  var format: OutputFormat = .text

  @Option(help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english
}

/// The ending of verbs that also write a page.
struct PageOptions: Ending {
  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all values as tables into this folder.")
  var folder: String?

  @OptionGroup var replacement: ReplaceOption

  @Option(help: "How to print the result: text, json or csv.")
  var format: OutputFormat = .text

  @Option(help: "Language of what is printed and of the page: en, ja or zh.")
  var language: Language = .english

  func prepare() throws { try replacement.check(folder) }

  func show(_ result: Presentation) throws {
    if let document = result.pageDocument {
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          document, page: result.page, files: result.files, to: $0, replacing: $1)
      }
    }
    try print(result)
  }
}

/// How many threads work.
struct ThreadsOption: ParsableArguments {
  @Option(help: "Threads; the result does not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
  }
}
