#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading a whole file into one array.
package enum FileBytes {
  /// All bytes of a file, read straight into the array's own storage.
  ///
  /// Room for one byte more is reserved, so that a scanner may append a line end without a copy.
  ///
  /// - Parameter path: of a regular file, or of anything else that can be read to its end.
  /// - Throws: `FileFault` when there is no such file, when it is a folder, and when the operating
  ///   system refuses.
  package static func read(_ path: String) throws(FileFault) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError(path) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemError(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .folder(file: path) }
    let expected = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 1 << 16
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
