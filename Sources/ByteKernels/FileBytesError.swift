/// Why a file's bytes could not be had.
package enum FileBytesError: Error, Equatable, Sendable {
  /// No such file.
  case notFound
  /// The path names a folder.
  case folder
  /// The operating system refused; its own words.
  case system(String)
  /// The gzip stream ends before its last block or its trailer.
  case gzipTruncated
  /// The gzip stream does not decode, or its check sum is wrong; zlib's own words.
  case gzipCorrupt(String)
}
