import TestSupport
import Testing

@testable import Documents

/// Numbers as they are printed, held against numbers that were rounded by hand.
@Suite("Numbers in print")
struct NumberTextTests {
  @Test(
    "Digits follow the size where there is no error", .tags(.analytical),
    arguments: [
      (4_123.4, "4123"), (412.34, "412"), (41.234, "41.2"), (4.1234, "4.12"), (0.41234, "0.41"),
      (0.041234, "0.041"), (0.0041234, "0.0041"), (-0.0041234, "−0.0041"), (0, "0.00"),
      (-0.0, "0.00"), (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "–"),
    ])
  func bySize(_ number: Double, _ text: String) {
    #expect(NumberText.value(number) == text)
  }

  @Test(
    "A number is given to two digits of its standard error", .tags(.analytical),
    // GUM (JCGM 100:2008), 7.2.6: at most two significant digits of the uncertainty; 7.2.2 has
    // 100.021 47 g with 0.000 35 g.
    arguments: [
      (100.02147, 0.00035, "100.02147"), (10.05762, 0.027, "10.058"), (-3.14159, 0.4, "−3.14"),
      (-3.14159, 1.2, "−3.1"), (-3.14159, 12, "−3"), (873.4, 56, "873"),
    ])
  func byError(_ number: Double, _ error: Double, _ text: String) {
    let decimals = NumberText.decimals(forError: error)
    #expect(NumberText.value(number, decimals: decimals) == text)
    #expect(Value.number(number, .error(error)).text(in: .english) == text)
  }

  @Test(
    "Significant digits never cut the whole number", .tags(.analytical),
    arguments: [
      (0.003749, 2, "0.0037"), (12.49, 2, "12"), (4_123.0, 2, "4123"), (0, 3, "0"),
      (-0.98765, 3, "−0.988"),
    ])
  func significant(_ number: Double, _ count: Int, _ text: String) {
    #expect(NumberText.significant(number, count) == text)
  }

  @Test("Probabilities have three decimals, and below one in a thousand only say so")
  func probabilities() {
    // Publication manual of the APA, 6.36: exact p to two or three decimals, p < .001 below.
    #expect(NumberText.probability(0.0123) == "0.012")
    #expect(NumberText.relation(0.0123) == "= 0.012")
    #expect(NumberText.probability(0.00099) == "< 0.001")
    #expect(NumberText.relation(1) == "= 1.000")
  }

  @Test("The sign of per cent follows a blank, but not in Chinese", .tags(.analytical))
  func perCent() {
    // SI brochure, 5.4.7: a space before %; GB/T 15834 and Chinese print have none.
    #expect(Value.share(0.256, decimals: 1).text(in: .english) == "25.6 %")
    #expect(Value.share(0.256).text(in: .japanese) == "26 %")
    #expect(Value.share(0.256).text(in: .chinese) == "26%")
    #expect(Value.number(-5.25, .decimals(1), unit: "%").text(in: .chinese) == "−5.2%")
  }

  @Test("Intervals, ranges and lists are joined as the language joins them", .tags(.analytical))
  func joined() {
    let estimate = Value.estimate(-1.5, lower: -2.25, upper: -0.75, .decimals(2), unit: "µg/m³")
    #expect(estimate.text(in: .english) == "−1.50 µg/m³ (−2.25 to −0.75)")
    #expect(estimate.text(in: .japanese).hasPrefix("−1.50 µg/m³ ("))
    #expect(Value.names(["a", "b"]).text(in: .english) == "a, b")
    #expect(Value.names(["a", "b"]).text(in: .japanese) == "a、b")
    #expect(Value.missing.text(in: .chinese) == "–")
    #expect(Value.count(-3).text(in: .english) == "−3")
  }

  @Test("What is nearly nothing or beyond reading is a power of ten", .tags(.analytical))
  func powers() {
    // ISO 80000-1, 7.3.2: the factor, a cross, and ten with its exponent.
    #expect(NumberText.value(3.84e-10) == "3.8 × 10⁻¹⁰")
    #expect(NumberText.significant(-8.4e-17, 2) == "−8.4 × 10⁻¹⁷")
    #expect(NumberText.value(4.386e14, decimals: 2) == "4.4 × 10¹⁴")
    #expect(NumberText.significant(0, 2) == "0")
    #expect(NumberText.value(10_000_000_000, decimals: 0) == "10000000000")
  }

  @Test("Japanese years carry the era that they are called by", .tags(.analytical))
  func eras() {
    // Shōwa ended on 1989-01-07 and Heisei on 2019-04-30; fiscal years begin in April.
    #expect(Value.fiscalYear(1988).text(in: .japanese) == "1988年度（昭和63年度）")
    #expect(Value.fiscalYear(1989).text(in: .japanese) == "1989年度（平成元年度）")
    #expect(Value.fiscalYear(2014).text(in: .japanese) == "2014年度（平成26年度）")
    #expect(Value.fiscalYear(2020).text(in: .japanese) == "2020年度（令和2年度）")
  }
}
