import Documents
import AirQuality
import TextFiles
import Estimation
import TestSupport
import Testing

@Suite("Keys that hang the YAML parser")
struct ComplexKeyTests {
  @Test("Nested “?” keys, found by fuzzing, are refused at once", .tags(.analytical))
  func refused() {
    let nested = String(repeating: "? ", count: 40) + "a: b"
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: "title: t\n\(nested)\n", file: "s.yaml")
    }
    #expect(
      error?.explanation
        == "s.yaml:2: “the file” has a key written with “?” or one that is an alias or a list; write "
        + "it as “name: value”")
  }

  @Test("Aliases that stand for far more than the text are refused at once", .tags(.analytical))
  func aliases() {
    var lines = [
      "title: t", "estimators:", "  - difference-in-differences:", "      a0: &a0 [x, x]",
    ]
    for level in 1..<40 {
      lines.append("      a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]")
    }
    let text = lines.joined(separator: "\n")
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: text, file: "s.yaml")
    }
    #expect(
      error?.explanation
        == "s.yaml:1: “the file” has aliases (“*name”) that stand for more than the limit of "
        + "\(max(1_000, text.utf8.count * 4)) values; write them out")
    #expect(YAMLText.lineOfComplexKey("a: &a [x]\n*a : 1") == 2)
    #expect(YAMLText.lineOfComplexKey("a: &a [x]\n[*a]: 1") == 2)
    #expect(YAMLText.lineOfComplexKey("a: &a [x]\nb: *a") == nil)
  }

  @Test("A field that stands twice is refused", .tags(.analytical))
  func repeatedKeys() {
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: "title: t\ntreated: [a]\ntitle: u\n", file: "s.yaml")
    }
    #expect(error?.what == "“title” stands twice")
    #expect(error?.remedy == "keep one of the two")
  }

  @Test("Where such a key may begin", .tags(.analytical))
  func places() {
    for text in ["? a", "  - ? a", "x: {? a: 1}", "x: [1, ? a]", "?\ta", "?"] {
      #expect(YAMLText.lineOfComplexKey(text) == 1, "\(text)")
    }
    for text in ["question: did it work? Yes", "title: why ? because", "x: [a?, b]", "?a: 1", ""] {
      #expect(YAMLText.lineOfComplexKey(text) == nil, "\(text)")
    }
  }
}
