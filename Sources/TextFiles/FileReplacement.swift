import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts one file in the place of another in one step.
package enum FileReplacement {
  /// Renames a file, replacing what has the name; both lie on one file system.
  ///
  /// Foundation's `replaceItemAt` on Linux can lose both files, and `moveItem` does not replace.
  ///
  /// - Returns: whether it was done; if not, both files are as they were.
  package static func move(_ source: String, onto place: String) -> Bool {
    unsafe rename(source, place) == 0
  }
}
