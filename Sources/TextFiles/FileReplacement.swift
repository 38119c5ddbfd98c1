internal import CFileSystem
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the operating system said when it refused.
struct SystemRefusal: Error {
  let code: Int32
  init(_ code: Int32) { self.code = code }

  /// For example “No space left on device”.
  var words: String { unsafe String(cString: strerror(code)) }
}

/// Puts one file or folder in the place of another in one step.
package enum FileReplacement {
  /// Renames a file, replacing what has the name; both lie on one file system.
  ///
  /// Foundation's `replaceItemAt` on Linux can lose both files, and `moveItem` does not replace.
  ///
  /// - Returns: whether it was done; if not, both files are as they were.
  package static func move(_ source: String, onto place: String) -> Bool {
    unsafe rename(source, place) == 0
  }

  /// Exchanges two folders; in two steps where the file system cannot do it in one, with the old
  /// folder under the name `source` + `-old` between them.
  static func exchange(_ source: String, _ place: String) throws {
    let code = unsafe airaccord_exchange(source, place)
    if code == 0 { return }
    guard [EINVAL, ENOSYS, ENOTSUP].contains(code) else { throw SystemRefusal(code) }
    let between = source + "-old"
    guard move(place, onto: between) else { throw SystemRefusal(errno) }
    guard move(source, onto: place) else {
      let code = errno
      _ = move(between, onto: place)
      throw SystemRefusal(code)
    }
    try? FileManager.default.removeItem(atPath: between)
  }

  /// Writes a new file and waits until the disk has it.
  static func write(_ bytes: Data, to path: String) throws {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw SystemRefusal(errno) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(
          file, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemRefusal(count < 0 ? errno : ENOSPC) }
      written += count
    }
    guard fsync(file) == 0 else { throw SystemRefusal(errno) }
  }

  /// Waits until the disk has a folder's names. A file system that cannot is left alone.
  static func synchronise(_ folder: String) {
    let file = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = fsync(file)
    close(file)
  }

  /// Whether so many more files can be opened.
  static func hasHandles(_ count: Int) -> Bool {
    var opened: [Int32] = []
    defer { for file in opened { close(file) } }
    for _ in 0..<count {
      let file = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { return false }
      opened.append(file)
    }
    return true
  }

  /// Number of the volume on which something lies; `nil` when it is not there.
  static func device(_ path: String) -> UInt64? {
    var information = stat()
    guard unsafe stat(path, &information) == 0 else { return nil }
    return UInt64(truncatingIfNeeded: information.st_dev)
  }
}

/// `write` of the system, whose name the method above hides.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(file, bytes, count)
}
