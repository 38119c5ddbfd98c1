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

extension String {
  /// The text with control characters as their symbols (`␛` for escape); line ends and tabs stay.
  ///
  /// A name from a file may hold sequences that retitle, recolour or command a terminal.
  var withoutControlCharacters: String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      (scalar.value < 0x20 && scalar != "\n" && scalar != "\t" && scalar != "\r")
        || (0x7F...0x9F).contains(scalar.value)
    }
    guard unicodeScalars.contains(where: isControl) else { return self }
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let picture = scalar.value < 0x20 ? 0x2400 + scalar.value : 0x2421
      shown.append(isControl(scalar) ? Unicode.Scalar(picture) ?? "\u{FFFD}" : scalar)
    }
    // Our own red and its end; a name that holds them colours a line and does no more.
    return ["31", "0"].reduce(String(shown)) {
      $0.replacing("␛[\($1)m", with: "\u{1B}[\($1)m")
    }
  }
}
