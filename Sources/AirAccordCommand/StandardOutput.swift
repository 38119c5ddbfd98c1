import AirAccord
import Foundation
import Synchronization

/// Results: everything that is printed goes through here, so that no write can fail unseen.
///
/// A pipe whose reader has enough (`| head`) ends the program by its signal, as is usual.
enum StandardOutput {
  /// The exit code when what was printed is not whole; `EX_IOERR` of sysexits.
  static let failure: Int32 = 74

  /// Whether a person is looking, whose terminal control characters of a file must not reach.
  static let isTerminal = isatty(STDOUT_FILENO) == 1

  private static let pending = Mutex(Data())

  /// A line.
  static func print(_ line: String) { write(line + "\n") }

  /// Writes a text, at the latest with `finish`; ends the program when that fails.
  static func write(_ text: String) {
    let isLarge = pending.withLock { data in
      data.append(contentsOf: (isTerminal ? text.withoutControlCharacters : text).utf8)
      return isTerminal || data.count >= 1 << 16
    }
    if isLarge { finish() }
  }

  /// A line in a language.
  static func say(_ message: Message, _ language: Language) {
    print(Catalogue.builtIn.text(message, language))
  }

  /// A document for the terminal.
  static func show(_ document: Document, _ language: Language) {
    print(
      TerminalRenderer(language: language, isColoured: isTerminal, width: columns).text(document))
  }

  /// How many columns lines are broken at: those of the terminal, 100 in a file.
  static var columns: Int {
    guard isTerminal else { return 100 }
    let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    return min(max(stated ?? 100, 40), 160)
  }

  /// Brings what was printed to where it goes; ends the program when that fails.
  static func finish() {
    let data = pending.withLock { data in
      defer { data = Data() }
      return data
    }
    guard !data.isEmpty else { return }
    do {
      try FileHandle.standardOutput.write(contentsOf: data)
    } catch {
      StandardError.print(
        """
        airaccord: the results cannot be written: \(error.localizedDescription)
          where: standard output
          do: make room or write elsewhere, and run it again; what was printed is not whole
        """)
      exit(failure)
    }
  }
}

/// Prints a line of results; in this module it stands for the standard library’s, which does not
/// notice a full disk.
func print(_ text: String, terminator: String = "\n") {
  StandardOutput.write(text + terminator)
}
