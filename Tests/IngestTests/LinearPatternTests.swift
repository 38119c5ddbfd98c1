import NumericKernels
import TestSupport
import Testing

@testable import Ingest

@Suite("Regular expressions that never take long")
struct LinearPatternTests {
  @Test(
    "What keeps a backtracking engine busy for ever is answered at once",
    arguments: [
      "^(a+)+$", "(a*)*b", "(a|a)*b", "(a|aa)+$", "a*a*a*a*a*a*a*a*b", "((a{0,9}){0,9}){0,9}b",
    ])
  func hostile(_ pattern: String) throws {
    let text = String(repeating: "a", count: 250) + "!"
    #expect(try LinearPattern(pattern).match(text) == (false, nil))
  }

  /// The peer is the engine of Swift's standard library.
  @Test("Drawn patterns match what Swift's own engine matches, with the same group", .tags(.golden))
  func peer() throws {
    var stream = RandomStream(seed: 24, index: 0)
    func draw(_ depth: Int) -> String {
      let atoms = ["a", "b", ".", "[ab]", "[^a]", "\\d", "1", "\\."]
      switch depth > 0 ? stream.index(below: 7) : 0 {
      case 1: return draw(depth - 1) + draw(depth - 1)
      case 2: return "(" + draw(depth - 1) + ")"
      case 3: return "(?:" + draw(depth - 1) + "|" + draw(depth - 1) + ")"
      case 4:
        let ends = ["*", "+", "?", "{1,2}", "*?", "+?", "??"]
        return "(?:" + draw(depth - 1) + ")" + ends[stream.index(below: ends.count)]
      case 5: return draw(depth - 1) + draw(depth - 1) + draw(depth - 1)
      default: return atoms[stream.index(below: atoms.count)]
      }
    }
    var matches = 0
    for _ in 0..<400 {
      let pattern = draw(4)
      let peer = try Regex(pattern)
      let own = try LinearPattern(pattern)
      for _ in 0..<6 {
        let letters = Array("aab1.")
        let text = String((0..<stream.index(below: 7)).map { _ in letters[stream.index(below: 5)] })
        let expected = text.wholeMatch(of: peer)
        let found = own.match(text)
        #expect(found.isMatch == (expected != nil), "\(pattern) on \(text)")
        guard let expected, found.isMatch else { continue }
        matches += 1
        // A group that repeats over nothing is where engines differ by custom.
        if !pattern.contains("*"), !pattern.contains("+"), !pattern.contains("?)") {
          let group =
            expected.output.count > 1 ? expected.output[1].substring.map(String.init) : nil
          #expect(found.group == group, "\(pattern) on \(text)")
        }
      }
    }
    #expect(matches > 200)
  }

  @Test("What it does not know is refused in words")
  func refusals() {
    for (pattern, words) in [
      ("(?=a)b", "looks ahead or behind, or sets a flag (“(?”)"),
      ("(a)\\1", "has “\\1”, which is not known here"),
      ("(a", "does not close “(”"), ("a)", "closes a bracket that is not open"),
      ("[a", "does not close “[”"), ("*a", "has “*” with nothing before it"),
      ("((a{2000}){2000}){2000}", "has more than the limit of 2000 steps, repetitions written out"),
      ("((){2000}){2000}", "has more than the limit of 2000 steps, repetitions written out"),
    ] {
      #expect(throws: LinearPattern.Refusal(problem: words)) { try LinearPattern(pattern) }
    }
  }

  @Test("File names give their station", .tags(.analytical))
  func names() throws {
    #expect(try LinearPattern("^(.+)\\.csv$").match("東京_01.csv") == (true, "東京_01"))
    #expect(
      try LinearPattern("[a-z0-9]+_(\\w+)_\\d{4}\\.(csv|txt)").match("pm25_Dongsi_2014.txt")
        == (true, "Dongsi"))
    #expect(try LinearPattern("(?<station>[^_]+)_.*").match("A01_x") == (true, "A01"))
  }
}
