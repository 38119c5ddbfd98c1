import AirQuality
import Store
import ArgumentParser
import Documents
import TextFiles
import Evidence
import Foundation
import OffRoad
import Simulation
import Studies

/// Where the archive is.
struct ArchiveOption: ParsableArguments {
  @Option(help: "The archive, one SQLite file.")
  var archive: String

  /// The archive, whose pages, indexes and tables have been looked at: a damaged one leaves rows
  /// out without a word.
  func opened(_ mode: Archive.Mode = .readOnly) throws(ArchiveError) -> Archive {
    try Archive.looked(at: archive, mode)
  }
}

extension Archive {
  /// An archive whose structure has been looked at.
  static func looked(at path: String, _ mode: Mode = .readOnly) throws(ArchiveError) -> Archive {
    let store = try Archive(path: path, mode: mode)
    try store.checkStructure()
    return store
  }
}

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv
}

/// Which form results take.
struct FormatOption: ParsableArguments {
  @Option(help: "How to print the result: text, json or csv.")
  var format: OutputFormat = .text
}

/// In which language a verb speaks.
struct LanguageOption: ParsableArguments {
  @Option(help: "Language of what is printed and of pages: en, ja or zh.")
  var language: Language = .english

  /// A message in the language.
  func say(_ message: Message) -> String { Value.message(message).text(in: language) }

  /// What belongs beside a result, on standard error.
  func note(_ message: Message) { StandardError.print(say(message)) }
}

/// Narrows a list of series.
struct SelectionOptions: ParsableArguments {
  @Option(help: "Only this pollutant, for example pm25.")
  var pollutant: String?

  @Option(help: "Only this station: its name, or network/identifier when the name is not unique.")
  var station: String?

  @Option(help: "Only this instrument, where a station has several; “mean” takes their mean.")
  var instrument: String?

  @Option(help: "Only series of this averaging time: hour, 8 h, day, month …")
  var averaging: TimeStep?

  /// What is selected.
  var chosen: SeriesSelection {
    SeriesSelection(
      pollutant: pollutant.map { Pollutant($0) }, stations: station.map { [$0] } ?? [],
      choice: SeriesChoice(averaging: averaging, instrument: instrument))
  }
}

/// Prints an explained error and gives the exit code for bad data.
///
/// - Throws: `ExitCode` for every error but those of the call itself, which pass.
func explainingErrors(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let fault as SettingFault {
    let language = Language.spoken
    func say(_ message: Message) -> String { Catalogue.builtIn.text(message, language) }
    throw ValidationError(
      "--\(option(of: fault.setting)) \(say(fault.fault)); \(say(fault.advice))")
  } catch let error as any Explained {
    if let fleet = error as? OffRoadError { fleet.cells.forEach { StandardError.say($0, .spoken) } }
    StandardError.print(explanation(of: error))
    throw ExitCode(exitCode(for: error))
  } catch let error where error is ExitCode || error is ValidationError || error is CleanExit {
    throw error
  } catch {
    StandardError.print(
      """
      airaccord: something failed for which there are no words: \(error.localizedDescription)
        do: try again; if it comes back, report it with this line: \(String(reflecting: error))
      """)
    throw ExitCode(70)
  }
}

/// The option of a setting: the name of its property in kebab case.
private func option(of setting: String) -> String {
  if setting == "confidenceLevel" { return "level" }
  return setting.reduce(into: "") { name, letter in
    name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
  }
}

/// 74, the `EX_IOERR` of sysexits, for what could not be written; 65 for bad data.
private func exitCode(for error: any Explained) -> Int32 {
  switch error {
  case FolderFault.unwritable, EvidenceError.cannotWrite, EvidenceError.folder(.unwritable),
    SimulationError.unwritable, SimulationError.folder(.unwritable), JobError.unfinished,
    ArchiveError.diskFull, ArchiveError.notMerged:
    StandardOutput.failure
  default: 65
  }
}

/// An error on a terminal: what, where, and what to do, one under the other.
func explanation(of error: any Explained, in language: Language = .spoken) -> String {
  func say(_ id: String, _ facts: [String: Value]) -> String {
    Catalogue.builtIn.text(Message(id, facts), language)
  }
  var lines = [say("error.terminal.what", ["what": .message(error.problem)])]
  if let place = error.place {
    lines.append(say("error.terminal.where", ["where": .message(place)]))
  }
  lines.append(
    say("error.terminal.do", ["do": .message(error.advice), "option": .text(option(for: error))]))
  return lines.joined(separator: "\n")
}

extension Language {
  /// In which language errors are printed: that of `--language`, else of the terminal (`LC_ALL`,
  /// `LC_MESSAGES`, `LANG`), else English. Results are English without `--language`, so that files
  /// are the same on every machine.
  static let spoken: Language = {
    let words = CommandLine.arguments
    for (place, word) in words.enumerated() {
      let named =
        word.hasPrefix("--language=")
        ? String(word.dropFirst("--language=".count))
        : word == "--language" && place + 1 < words.count ? words[place + 1] : nil
      if let language = named.flatMap(Language.init) { return language }
    }
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale =
      names.compactMap { ProcessInfo.processInfo.environment[$0] }
      .first { !$0.isEmpty } ?? ""
    return allCases.first { locale.hasPrefix($0.rawValue) } ?? .english
  }()
}

/// The option that carries a remedy out, where there is one.
private func option(for error: any Explained) -> String {
  switch error {
  case ArchiveError.conflict: " (--on-conflict replace, or --on-conflict keep)"
  case ArchiveError.ambiguousSeries(_, let pollutant, _):
    " (--instrument or --averaging; in a study “series: { \(pollutant): { instrument: … } }”)"
  default: ""
  }
}

/// Everything that is not a result.
enum StandardError {
  /// One line.
  static func print(_ line: String) {
    write((isTerminal ? line.withoutControlCharacters : line) + "\n")
  }

  /// A remark in a language.
  static func say(_ message: Message, _ language: Language) {
    print(Catalogue.builtIn.text(message, language))
  }

  /// A text as it is. Where nobody can be told, as with a closed descriptor, nobody is.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Whether a person is watching.
  static let isTerminal = isatty(STDERR_FILENO) == 1
}

/// A line that is drawn over while long work goes on; silent unless a person is watching.
struct ProgressLine {
  let total: Int

  /// Shows how far a job is, and takes the line away when it is done.
  static func following<Outcome>(
    _ language: Language = .english, _ job: (JobWatch) throws -> Outcome
  ) rethrows -> Outcome {
    let watch = JobWatch { step in
      let what = Catalogue.builtIn.text(step.subject, language)
      let parts =
        step.parts > 0 ? ", negative controls: \(step.partsDone) of \(step.parts)" : ""
      Self(total: step.total).show(step.done, what + parts)
    }
    defer { Self(total: 0).finish() }
    return try job(watch)
  }

  func show(_ done: Int, _ what: String) {
    guard StandardError.isTerminal else { return }
    StandardError.write("\r\u{1B}[K\(done) of \(total)  \(what.withoutControlCharacters)")
  }

  func finish() {
    guard StandardError.isTerminal else { return }
    StandardError.write("\r\u{1B}[K")
  }
}
