import Documents
import TextFiles
import Foundation

/// A file that appears under its name when it is whole, and not at all when writing fails.
final class WholeFile {
  private let handle: FileHandle
  private let path: String
  private var pending = Data()

  /// Writes a file next to its place and moves it there.
  ///
  /// - Throws: `JobError.unwritable`, and what the body throws; then nothing is left behind
  ///   and an earlier file of the name is as it was.
  static func write(to path: String, _ body: (WholeFile) throws -> Void) throws {
    let temporary = path + ".\(ProcessInfo.processInfo.processIdentifier).part"
    TemporaryPlaces.add(temporary)
    defer { TemporaryPlaces.forget(temporary) }
    guard FileManager.default.createFile(atPath: temporary, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporary)
    else {
      throw JobError.unwritable(path, reason: "error.command.folder-is-missing-closed")
    }
    do {
      let file = WholeFile(handle, path: path)
      try body(file)
      try file.flush()
      try file.synchronise()
      try handle.close()
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
    guard FileReplacement.move(temporary, onto: path) else {
      try? FileManager.default.removeItem(atPath: temporary)
      throw JobError.unwritable(path, reason: "error.command.cannot-replaced")
    }
  }

  private init(_ handle: FileHandle, path: String) {
    self.handle = handle
    self.path = path
  }

  /// Adds text at the end.
  func append(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count >= 1 << 20 { try flush() }
  }

  /// Before it takes the name of an earlier file, the disk has it whole.
  private func synchronise() throws {
    do {
      try handle.synchronize()
    } catch {
      throw JobError.unfinished(path)
    }
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: pending)
    } catch {
      throw JobError.unfinished(path)
    }
    pending.removeAll(keepingCapacity: true)
  }
}
