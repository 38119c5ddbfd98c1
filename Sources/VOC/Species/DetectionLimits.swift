import AirQuality

/// Reads the table beside a chromatogram: a compound and its method detection limit a line.
public enum DetectionLimits {
  /// Limits by the names as written, in the record's unit.
  ///
  /// A line is a name, a comma and a number; a name may hold commas itself, in quotes or not. The
  /// first line may be a header.
  ///
  /// - Throws: `VOCError.field` with the line that is none of this.
  public static func read(_ text: String, file: String) throws(VOCError) -> [String: Double] {
    var limits: [String: Double] = [:]
    var line = 0
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      line += 1
      let trimmed = part.filter { $0 != "\"" && $0 != "\u{FEFF}" }
      guard !trimmed.allSatisfy(\.isWhitespace) else { continue }
      guard let comma = trimmed.lastIndex(of: ",") else { throw malformed(trimmed, file, line) }
      let name = String(trimmed[..<comma])
      let number = trimmed[trimmed.index(after: comma)...].filter { !$0.isWhitespace }
      guard let limit = Double(number) else {
        if line == 1 { continue }
        throw malformed(trimmed, file, line)
      }
      guard limits.updateValue(limit, forKey: name) == nil else {
        throw .field(
          name, problem: "stands twice", remedy: "keep one line", file: "\(file):\(line)")
      }
    }
    return limits
  }

  private static func malformed(_ text: some StringProtocol, _ file: String, _ line: Int)
    -> VOCError
  {
    .field(
      String(text), problem: "is no compound with a limit",
      remedy: "write “benzene,0.05”, one compound a line", file: "\(file):\(line)")
  }
}
