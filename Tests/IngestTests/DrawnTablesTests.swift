import Documents
import AirQuality
import TextFiles
import Ingest
import NumericKernels
import TestSupport
import Testing

/// Tables whose every cell is known, written in all the ways that a description can name.
@Suite("Drawn tables are read back or refused")
struct DrawnTablesTests {
  /// One way of writing a table.
  private struct Writing {
    let separator: FormatDescription.Separator
    let decimalMark: FormatDescription.DecimalMark
    let encoding: FormatDescription.Encoding
    let mark: Bool
    let lineEnd: String
    let quotes: Bool
    let missing: String
    let sentinel: Double?
    let pattern: String
    let furtherField: Bool
    let preamble: Int

    init(_ stream: inout RandomStream) {
      func draw<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(stream.uniform() * Double(choices.count))]
      }
      decimalMark = draw([.point, .point, .comma])
      separator =
        decimalMark == .comma ? draw([.semicolon, .tab]) : draw([.comma, .semicolon, .tab])
      encoding = draw(FormatDescription.Encoding.allCases)
      mark = stream.uniform() < 0.3 && encoding == .utf8
      lineEnd = draw(["\n", "\r\n", "\r", "\r\r\n"])
      quotes = stream.uniform() < 0.5
      missing = draw(["", "NA", "---", "null", "n/a", "#N/A", "~", "-999", "\u{a0}", "\u{3000}"])
      sentinel = draw([nil, -999, -9_999])
      pattern = draw(["yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm", "M/d/yyyy H:mm", "yyyyMMddHHmm"])
      furtherField = stream.uniform() < 0.2
      preamble = Int(stream.uniform() * 3)
    }

    var separatorText: String {
      switch separator {
      case .comma: ","
      case .semicolon: ";"
      case .tab: "\t"
      case .bar: "|"
      case .blank, .fixed: " "
      }
    }

    /// Names of places that the encoding can write.
    var names: [String] {
      switch encoding {
      case .utf8: ["Köln", "東京", "奥体中心", "Pier 5\" line", "Roof, north"]
      case .latin1, .windows1252: ["Köln", "Málaga", "Pier 5\" line"]
      case .codePage863: ["Québec", "Montréal", "a b"]
      case .shiftJIS: ["国設川崎", "東京・表", "ソ連, 能登"]
      case .gb18030: ["奥体中心", "北京", "阳江 \"东\""]
      }
    }

    func stamp(_ hour: Int) -> String {
      let day = 1 + hour / 24
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let time = two(hour % 24)
      return switch pattern {
      case "yyyy-MM-dd HH:mm": "2020-03-\(two(day)) \(time):00"
      case "dd.MM.yyyy HH:mm": "\(two(day)).03.2020 \(time):00"
      case "M/d/yyyy H:mm": "3/\(day)/2020 \(hour % 24):00"
      default: "202003\(two(day))\(time)00"
      }
    }

    func number(_ value: Double) -> String {
      let text = "\(value)"
      return decimalMark == .comma ? text.replacing(".", with: ",") : text
    }

    func cell(_ text: String) -> String {
      let needs = text.contains(separatorText) || text.hasPrefix("\"")
      guard quotes || needs else { return text }
      return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    var description: FormatDescription {
      var format = FormatDescription(identifier: "drawn", title: "drawn", network: "drawn")
      format.separator = separator
      format.decimalMark = decimalMark
      format.encoding = encoding
      format.preamble = preamble
      format.station.column = "site"
      format.time.column = "time"
      format.time.pattern = pattern
      format.time.utcOffset = 28_800
      format.missing = missing.allSatisfy(\.isWhitespace) ? [] : [missing]
      var value = FormatDescription.ValueColumn("v", .pm25, .microgramsPerCubicMetre)
      value.sentinels = sentinel.map { [$0] } ?? []
      format.values = [value]
      return format
    }

    var textEncoding: TextEncoding {
      TextEncoding(rawValue: encoding.rawValue) ?? .utf8
    }
  }

  @Test(
    "500 tables over all ways of writing: each is read to the drawn cells or refused",
    .tags(.property))
  func roundTrip() throws {
    var read = 0
    var refused: [String] = []
    for seed in 0..<500 {
      var stream = RandomStream(seed: 17, index: UInt64(seed))
      let writing = Writing(&stream)
      let hours = 2 + Int(stream.uniform() * 40)
      var expected: [String: [Double?]] = [:]
      let names = writing.names
      var lines = Array(repeating: "a \"preamble", count: writing.preamble)
      lines.append(
        ["site", "time", "v"].map(writing.cell).joined(separator: writing.separatorText))
      for name in names { expected[name] = [] }
      for hour in 0..<hours {
        for name in names {
          let isMissing = stream.uniform() < 0.2 && hour > 0 && hour < hours - 1
          let value = (stream.uniform() * 5_000).rounded() / 10 - 20
          let text: String
          if isMissing, let sentinel = writing.sentinel, stream.uniform() < 0.5 {
            text = writing.number(sentinel)
          } else {
            text = isMissing ? writing.missing : writing.number(value)
          }
          expected[name]?.append(isMissing ? nil : value)
          let cells = [name, writing.stamp(hour), text].map(writing.cell)
          lines.append(
            (cells + (writing.furtherField ? [""] : [])).joined(separator: writing.separatorText))
        }
      }
      let text = lines.map { $0 + writing.lineEnd }.joined()
      // What an encoding cannot write, such as a no-break space in Shift_JIS, cannot be drawn.
      guard let bytes = writing.textEncoding.encode(text) else { continue }
      let file = try ScratchFile((writing.mark ? [0xef, 0xbb, 0xbf] : []) + bytes)
      do {
        let result = try FileReader.read(
          path: file.path, options: IngestOptions(descriptions: [writing.description]))
        read += 1
        #expect(result.series.count == names.count, "\(seed) \(writing)")
        for series in result.series {
          #expect(
            series.values == expected[series.station.identifier], "\(seed) \(writing)")
        }
      } catch {
        refused.append("\(seed): \(error.explanation)")
      }
    }
    #expect(read >= 400, "\(read) read; \(refused.prefix(3))")
    #expect(refused.isEmpty, "\(refused.prefix(5))")
  }
}
