@testable import TextFiles

/// Kernels that take bytes.
enum KernelTargets {
  /// The first bytes choose the plan, the rest is the table.
  static func scan(_ input: [UInt8]) {
    guard input.count > 4 else { return }
    var fields: [TablePlan.Field] = []
    var numbers: [NumberColumn] = []
    var categories = 0
    let count = Int(input[0] % 7) + 1
    for index in 0..<count {
      switch (Int(input[1]) &>> index &+ Int(input[2]) * (index + 1)) % 9 {
      case 0: fields.append(.skip)
      case 1: fields.append(.year)
      case 2: fields.append(.month)
      case 3: fields.append(.day)
      case 4: fields.append(.hour)
      case 5:
        fields.append(
          TimePattern(input[3] & 1 == 0 ? "yyyy-MM-dd HH:mm" : "yyyy/M/d h:mm a").map { .stamp($0) }
            ?? .skip)
      case 6:
        fields.append(.category(categories))
        categories += 1
      default:
        fields.append(.number(numbers.count))
        numbers.append(
          NumberColumn(
            words: [("NA", .nan), ("N", 0)], sentinels: [-999],
            believed: -50...100_000, exponent: Int(input[3] % 7) - 3))
      }
    }
    let bytes = Array(input[4...]) + [0x0a]
    let lines = bytes.reduce(0) { $0 + ($1 == 0x0a ? 1 : 0) }
    let plan = TablePlan(
      separator: input[3] & 2 == 0 ? UInt8(ascii: ",") : UInt8(ascii: ";"),
      decimalMark: input[3] & 4 == 0 ? UInt8(ascii: ".") : UInt8(ascii: ","),
      isQuoted: input[3] & 8 == 0, fields: fields, numbers: numbers)
    guard
      let table = try? TableScanner.scan(
        bytes, from: 0, firstLine: 1, rowLimit: lines, plan: plan)
    else { return }
    precondition(table.rowCount <= lines, "more rows than lines")
    precondition(table.numbers.allSatisfy { $0.count == table.rowCount }, "ragged numbers")
    precondition(table.categories.allSatisfy { $0.count == table.rowCount }, "ragged categories")
    for (codes, names) in zip(table.categories, table.categoryNames) {
      precondition(codes.allSatisfy { names.indices.contains(Int($0)) }, "a code without a name")
    }
  }

  static func inflate(_ input: [UInt8]) {
    // With the magic bytes in front the deflate stream itself is what varies.
    let framed = [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff] + input
    for bytes in [input, framed] {
      guard let plain = try? Gzip.inflate(bytes, file: "f.gz") else { continue }
      // Deflate cannot expand by more than 1,032.
      precondition(plain.count <= bytes.count * 1_040, "more than deflate can hold")
    }
  }

  static func decodeText(_ input: [UInt8]) {
    for encoding in TextEncoding.allCases {
      guard let text = encoding.decode(input) else { continue }
      precondition(text.utf8.count <= input.count * 3 + 3, "text out of proportion")
    }
    let survey = TextSurvey(input)
    precondition(survey.lineEnds <= input.count, "more line ends than bytes")
    let line = TextSurvey.firstLineOutsideUTF8(input)
    precondition((line == nil) == (TextEncoding.utf8.decode(input) != nil), "UTF-8 told two ways")
  }

  /// The whole way from bytes to text, and the records of what comes out.
  static func readRecords(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let bytes = Array(input.dropFirst())
    if var content = try? TextContent(bytes, path: "f.csv"), (try? content.decode()) != nil {
      precondition(TextEncoding.utf8.decode(content.bytes) != nil, "decoded, and no UTF-8")
    }
    let syntax = DelimitedReader.Syntax(
      separator: first & 1 == 0 ? UInt8(ascii: ",") : 0x09, isQuoted: first & 2 == 0,
      trims: first & 4 == 0)
    var reader = DelimitedReader(bytes, syntax: syntax)
    var line = 0
    while (try? reader.advance()) == true {
      precondition(reader.line > line && reader.count > 0, "records run backwards")
      line = reader.line
      for field in 0..<reader.count { _ = (reader.content(field), reader.number(field)) }
    }
  }

  /// The bytes before the first zero are a pattern, the others a stamp.
  static func readStamps(_ input: [UInt8]) {
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let pattern = TimePattern(String(decoding: parts[0], as: UTF8.self))
    else { return }
    let stamp = parts[1].filter { $0 != 0x0a } + [0x0a]
    let plan = TablePlan(fields: [.stamp(pattern)], numbers: [])
    _ = try? TableScanner.scan(stamp, from: 0, firstLine: 1, rowLimit: 1, plan: plan)
  }
}
