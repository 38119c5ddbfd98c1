import AirAccord
import ArgumentParser
import Foundation
import TextFiles

/// Refuses a call in the language of errors: `throw refusal("usage.from-after-to")`.
let refusal = Say<ValidationError> { ValidationError(Catalogue.builtIn.text($0, .spoken)) }

extension Language {
  /// In which language errors and help are printed. Results are English without `--language`, so that
  /// files are the same on every machine.
  static let spoken = Language.spoken(
    by: CommandLine.arguments, in: ProcessInfo.processInfo.environment)
}

/// Prints an explained error and gives the exit code for bad data.
///
/// - Throws: `ExitCode` for every error but those of the call itself, which pass.
func explainingErrors(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let fault as SettingFault {
    throw refusal(
      "usage.setting", option: option(of: fault.setting), fault: fault.fault, advice: fault.advice)
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

/// An error on a terminal.
func explanation(of error: any Explained) -> String {
  TerminalRenderer(language: .spoken).text(error, option: option(for: error))
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
