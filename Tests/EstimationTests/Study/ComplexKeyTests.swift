import AirQuality
import ByteKernels
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
        == "s.yaml:2: this is not a study in YAML: keys written with “?” are not read; correct the "
        + "line, or start from the example in the README")
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
