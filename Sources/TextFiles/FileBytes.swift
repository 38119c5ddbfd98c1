import Documents

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading a whole file into one array.
package enum FileBytes {
  /// Most bytes of a pipe, all of which stand in memory: 800 MB.
  package static let mostOfPipe = 800 << 20

  /// All bytes of a file, read straight into the array's own storage.
  ///
  /// Room for one byte more is reserved, so that a scanner may append a line end without a copy.
  ///
  /// - Parameter path: of a regular file, or of a pipe that ends.
  /// - Throws: `FileFault` when there is no such file, when it is a folder or a device, when a pipe
  ///   gives more than `mostOfPipe`, and when the operating system refuses.
  package static func read(_ path: String) throws(FileFault) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError(path) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemError(path) }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw .folder(file: path) }
    // Many have no end: /dev/zero would fill the memory.
    guard kind != S_IFCHR, kind != S_IFBLK else {
      throw .notText(
        "error.files.is-device", remedy: "error.files.name-file-or-pipe", file: path)
    }
    let expected = kind == S_IFREG ? Int(status.st_size) : 1 << 16
    var failure: FileFault?
    var filled = false
    var bytes = unsafe [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
      while count < buffer.count {
        let got = unsafe Self.fill(
          descriptor,
          UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
        if got < 0 { failure = systemError(path) }
        if got <= 0 { return }
        count += got
      }
      filled = true
    }
    if let failure { throw failure }
    // The file grew meanwhile, or has no size beforehand (a pipe).
    while filled {
      let more = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
        let got = unsafe Self.fill(descriptor, UnsafeMutableRawBufferPointer(buffer))
        if got < 0 { failure = systemError(path) }
        count = max(0, got)
      }
      if let failure { throw failure }
      filled = !more.isEmpty
      bytes += more
      // What has no size beforehand may have no end.
      guard kind == S_IFREG || bytes.count <= mostOfPipe else {
        throw .tooLarge(limit: "error.files.more-than-pipe", file: path)
      }
    }
    return bytes
  }

  private static func fill(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      #if canImport(Glibc)
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let got = unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let got = unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if got >= 0 || errno != EINTR { return got }
    }
  }

  private static func systemError(_ path: String) -> FileFault {
    let code = errno
    if code == ENOENT || code == ENOTDIR { return .notFound(file: path) }
    guard let words = unsafe strerror(code) else { return .unreadable("error \(code)", file: path) }
    return unsafe .unreadable(String(cString: words), file: path)
  }
}
