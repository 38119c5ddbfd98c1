/// Counts inside English sentences: one of a thing has another form than several.
enum Counted {
  /// `1 station`, `2 stations`; a plural that is not the word with an s is given.
  static func of(_ count: Int, _ one: String, _ several: String? = nil) -> String {
    "\(count) " + form(count, one, several ?? one + "s")
  }

  /// What goes with the count without its number: `is` or `are`.
  static func form(_ count: Int, _ one: String, _ several: String) -> String {
    count == 1 ? one : several
  }
}
