import Documents
import Estimation
import Studies

/// What tells the findings of a dossier apart that come from one method: the settings in which they
/// differ.
struct FindingLabels {
  /// In the order of the findings; empty where a method stands alone.
  let suffixes: [String]

  init(_ dossier: Dossier) {
    let findings = dossier.findings
    suffixes = findings.indices.map { place in
      let method = findings[place].effect.method.identifier
      let alike = findings.indices.filter { findings[$0].effect.method.identifier == method }
      guard alike.count > 1 else { return "" }
      let own = findings[place].settings.members ?? [:]
      let names = own.keys.sorted().filter { name in
        alike.contains { findings[$0].settings.members?[name] != own[name] }
      }
      let parts = names.compactMap { name in
        own[name].map { "\(Self.written(name)): \(Self.text($0))" }
      }
      // The same settings twice are told apart by their number.
      let number = (alike.firstIndex(of: place) ?? 0) + 1
      return " (" + (parts.isEmpty ? "\(number)" : parts.joined(separator: ", ")) + ")"
    }
  }

  /// The methods' names with what tells the findings apart.
  static func messages(_ dossier: Dossier) -> [Message] {
    zip(dossier.findings, FindingLabels(dossier).suffixes).map { finding, suffix in
      let name = Message.method(finding.effect.method.identifier)
      return suffix.isEmpty ? name : say("study.labelled", name: name, suffix: suffix)
    }
  }

  /// As a study writes it: `spatialCutoff` becomes `spatial-cutoff`.
  private static func written(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      text += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "–"
    case .bool(let flag): "\(flag)"
    // A setting as a study writes it.
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
    case .whole(let number): "\(number)"
    case .string(let text): text
    case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { "\(written($0.key)): \(text($0.value))" }
        .joined(separator: ", ") + "}"
    }
  }
}
