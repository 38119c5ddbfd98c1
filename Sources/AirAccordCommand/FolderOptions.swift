import ArgumentParser
import Documents
import TextFiles
import Evidence
import Foundation

/// What may happen to the folder into which a command writes.
struct ReplaceOption: ParsableArguments {
  @Flag(
    help: """
      Write although the output folder holds what airaccord did not write; it is kept under another \
      name.
      """)
  var replace = false

  /// Refuses a folder before the work whose result is to go there.
  func check(_ folder: String?) throws {
    if let folder { try FolderReplacement.check(folder, replacing: replace) }
  }

  /// Writes a page and says so; nothing without a folder.
  func write(
    into folder: String?, in language: Language = .english,
    _ body: (_ folder: URL, _ replacing: Bool) throws -> EvidenceWriter.Written
  ) throws {
    guard let folder else { return }
    let written = try body(URL(fileURLWithPath: folder, isDirectory: true), replace)
    StandardError.say(
      Message("written.files", ["count": .count(written.files.count), "folder": .text(folder)]),
      language)
    for note in written.notes { StandardError.say(note, language) }
  }
}
