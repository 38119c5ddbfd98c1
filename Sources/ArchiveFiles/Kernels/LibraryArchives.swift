import Documents
import CArchive
public import TextFiles

/// Zip, 7z and tar archives and single files packed with xz, bzip2 or zstd, through libarchive.
///
/// It stands in a target of its own that only the program links: the library reads plain files and
/// gzip, and whoever builds on it needs no libarchive. A program hands this value to
/// `IngestOptions.archives`. Nothing is ever written to disk.
public struct LibraryArchives: ArchiveUnpacking {
  /// A reader; it has no settings.
  public init() {}

  /// Names of the files in an archive, folders left out; one empty name for a single packed file.
  public func names(
    _ archive: [UInt8], kind: String, file: String
  ) throws(FileFault) -> [String] {
    try walk(archive, kind: kind, file: file) { (reader) throws(FileFault) in
      var names: [String] = []
      while let name = try reader.next() { names.append(name) }
      return names
    }
  }

  /// The content of one file, its check sum verified.
  public func content(
    of name: String, in archive: [UInt8], kind: String, file: String, limits: UnpackingLimits
  ) throws(FileFault) -> [UInt8] {
    try walk(archive, kind: kind, file: file) { (reader) throws(FileFault) in
      while let found = try reader.next() {
        guard found == name else { continue }
        return try reader.content(name, packed: archive.count, limits: limits)
      }
      throw .archive(
        kind: kind, problem: Message("error.files.has-no-file", ["name": .fact(name)]), file: file)
    }
  }

  /// Opens the bytes, calls a body with the reader, and closes it.
  private func walk<Result>(
    _ archive: [UInt8], kind: String, file: String,
    _ body: (inout EntryReader) throws(FileFault) -> Result
  ) throws(FileFault) -> Result {
    guard let handle = unsafe archive_read_new() else {
      throw .archive(kind: kind, problem: "error.files.cannot-opened-libarchive-does", file: file)
    }
    defer { _ = unsafe archive_read_free(handle) }
    // By its table of contents only: a zip that was cut off has none, and might lack files.
    _ = unsafe archive_read_support_format_zip_seekable(handle)
    _ = unsafe archive_read_support_format_7zip(handle)
    _ = unsafe archive_read_support_format_tar(handle)
    _ = unsafe archive_read_support_format_empty(handle)
    // A packed file that is no archive is one entry without a name.
    if kind.hasSuffix("file") { _ = unsafe archive_read_support_format_raw(handle) }
    _ = unsafe archive_read_support_filter_xz(handle)
    _ = unsafe archive_read_support_filter_bzip2(handle)
    _ = unsafe archive_read_support_filter_zstd(handle)
    let outcome = unsafe archive.withUnsafeBytes { bytes -> Swift.Result<Result, FileFault> in
      var reader = unsafe EntryReader(handle: handle, kind: kind, file: file)
      guard unsafe archive_read_open_memory(handle, bytes.baseAddress, bytes.count) == ARCHIVE_OK
      else { return .failure(reader.damage(nil)) }
      do throws(FileFault) {
        return .success(try body(&reader))
      } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}

/// The entries of an open archive, one after the other.
@safe private struct EntryReader {
  private let handle: OpaquePointer
  private let kind: String
  private let file: String
  private var entry: OpaquePointer?

  init(handle: OpaquePointer, kind: String, file: String) {
    unsafe self.handle = handle
    self.kind = kind
    self.file = file
    unsafe entry = nil
  }

  /// The next regular file's name; `nil` behind the last.
  mutating func next() throws(FileFault) -> String? {
    while true {
      var found: OpaquePointer?
      let outcome = unsafe archive_read_next_header(handle, &found)
      if outcome == ARCHIVE_EOF { return nil }
      // A warning is about names in another encoding and the like, not about the content.
      guard outcome == ARCHIVE_OK || outcome == ARCHIVE_WARN, let found = unsafe found else {
        throw damage(nil)
      }
      let isRaw = unsafe archive_format(handle) == ARCHIVE_FORMAT_RAW
      let name = isRaw ? "" : unsafe Self.name(found)
      guard unsafe isRaw || archive_entry_filetype(found) & 0o170_000 == 0o100_000 else {
        continue
      }
      guard unsafe archive_entry_is_encrypted(found) == 0 else {
        throw .archive(
          kind: kind, problem: Message("error.files.has-encrypted-file", ["name": .fact(name)]),
          file: file)
      }
      unsafe entry = found
      return name
    }
  }

  private static func name(_ entry: OpaquePointer) -> String {
    if let text = unsafe archive_entry_pathname_utf8(entry) { return unsafe String(cString: text) }
    // Bytes of another encoding: what is no UTF-8 becomes U+FFFD.
    if let text = unsafe archive_entry_pathname(entry) { return unsafe String(cString: text) }
    return "?"
  }

  /// The content of the present entry.
  mutating func content(
    _ name: String, packed: Int, limits: UnpackingLimits
  ) throws(FileFault) -> [UInt8] {
    let room = limits.room(for: packed)
    let stated =
      unsafe entry.flatMap { entry in
        unsafe archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil
      }
    let tooLarge = FileFault.tooLarge(limit: limits.words(for: packed), file: file)
    guard (stated ?? 0) <= room else { throw tooLarge }
    var content: [UInt8] = []
    // What an archive says of its sizes is believed only as far as memory is not wasted.
    content.reserveCapacity(min(stated ?? 0, packed * 64) + 1)
    let piece = 1 << 18
    while true {
      var got = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: piece) { buffer, count in
        got = unsafe archive_read_data(handle, buffer.baseAddress, piece)
        count = max(0, got)
      }
      // A wrong check sum comes as a warning in some formats: any of them is refused.
      guard got >= 0 else { throw damage(name) }
      if got == 0 { break }
      content += bytes
      guard content.count <= room else { throw tooLarge }
      let taken = unsafe Int(archive_filter_bytes(handle, -1))
      // As gzip files are held: what is too much for the bytes read so far ends here.
      guard content.count <= limits.free || content.count / limits.ratio <= taken + 1 << 16 else {
        throw .tooLarge(
          limit: Message("error.files.unpacks-times", ["ratio": .fact(limits.ratio)]), file: file)
      }
    }
    if let stated, stated != content.count {
      throw .damaged(
        kind: label(name), words: "\(content.count) bytes where \(stated) are stated", file: file)
    }
    return content
  }

  /// libarchive's own words about what is wrong.
  func damage(_ name: String?) -> FileFault {
    let words = unsafe archive_error_string(handle).map { unsafe String(cString: $0) }
    return .damaged(kind: label(name ?? ""), words: words ?? "it does not decode", file: file)
  }

  private func label(_ name: String) -> String {
    name.isEmpty ? kind : "file “\(name)” in the \(kind)"
  }
}
