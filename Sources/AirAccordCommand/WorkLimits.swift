import Documents
import ArgumentParser
import TextFiles

extension WorkLimit {
  /// Refuses options of a command that count further than the limit.
  func check(_ options: KeyValuePairs<String, Int?>) throws {
    for (name, number) in options {
      guard let number, let words = refusal(of: number) else { continue }
      throw ValidationError("--\(name) is \(number), \(words.english)")
    }
  }
}
