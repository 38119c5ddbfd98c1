import Foundation
import TestSupport
import Testing

@testable import Documents

/// Colours of pages, held against WCAG 2.2, success criterion 1.4.3: text stands out from what is behind
/// it by at least 4.5 : 1.
@Suite("Contrast of pages")
struct ContrastTests {
  /// The themes of the style sheet by their place: light, dark, print.
  private static let themes: [[String: String]] = PageTemplate.style
    .matches(of: /:root \{([^}]*)\}/).map { block in
      Dictionary(
        uniqueKeysWithValues: block.output.1.matches(of: /--([a-z]+): (#[0-9a-f]{3,6})/).map {
          (String($0.output.1), String($0.output.2))
        })
    }

  /// Relative luminance of a colour, as WCAG 2.2 defines it.
  private func luminance(_ colour: String) -> Double {
    var digits = String(colour.dropFirst())
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    let number = Int(digits, radix: 16) ?? 0
    let channels = [number >> 16 & 255, number >> 8 & 255, number & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let both = [luminance(one), luminance(other)].sorted()
    return (both[1] + 0.05) / (both[0] + 0.05)
  }

  @Test(
    "Black on white has 21 : 1, and grey #767676 the 4.54 : 1 that is published", .tags(.golden))
  func knownContrasts() {
    #expect(abs(contrast("#000000", "#fff") - 21) < 1e-9)
    // WebAIM's example of the lightest grey that passes on white.
    #expect(abs(contrast("#767676", "#ffffff") - 4.54) < 0.005)
  }

  @Test(
    "Text of every colour can be read on every ground, light, dark and printed", .tags(.property))
  func text() throws {
    #expect(Self.themes.count == 3)
    for theme in Self.themes {
      for (ink, ground) in [
        ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("warm", "paper"),
        ("red", "paper"), ("green", "paper"), ("ink", "tint"), ("soft", "tint"), ("warm", "tint"),
        ("red", "tint"), ("green", "tint"), ("accent", "tint"), ("ink", "amber"), ("paper", "red"),
      ] {
        let one = try #require(theme[ink])
        let other = try #require(theme[ground])
        #expect(contrast(one, other) >= 4.5, "\(ink) \(one) on \(ground) \(other)")
      }
    }
  }
}
