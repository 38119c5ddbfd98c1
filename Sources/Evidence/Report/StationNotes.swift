import Documents
import Estimation
import Studies

extension [Note] {
  /// What an estimator remarks about a station’s series.
  init(_ diagnostics: [Diagnostic], at station: String) {
    self = diagnostics.map { diagnostic in
      Note(
        Severity(diagnostic.severity),
        say("weather.at", station: station, note: diagnostic.text))
    }
  }
}

extension Block {
  /// Settings as JSON, as they can be read again.
  static func settings(_ settings: some Encodable) -> [Block] {
    do {
      return [.code(String(decoding: try StableJSON.encode(settings), as: UTF8.self))]
    } catch {
      // Settings are plain values; one that is no number JSON cannot write.
      return [.code("\(error)")]
    }
  }
}
