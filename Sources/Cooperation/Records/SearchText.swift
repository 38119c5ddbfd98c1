/// The text by which a record is found, and the folding under which texts are compared.
///
/// Upper and lower case, full-width and plain letters, and the Japanese, traditional and
/// simplified forms of one character are the same: 瀋陽市 is found by 沈阳 and by 沈陽. So are
/// hiragana, katakana and half-width katakana, and straight and curly quotation marks. The terms of
/// the lists are found by their names in three languages and by what else they are called.
package enum SearchText {
  /// The text as it is compared, kana as they stand.
  package static func fold(_ text: String) -> String { fold(text, joinsKana: false) }

  /// The text as it is looked for: folded, and all ways of writing one kana are the same.
  package static func key(_ text: String) -> String { fold(text, joinsKana: true) }

  private static func fold(_ text: String, joinsKana: Bool) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    if let folded = foldIdeographs(text, joinsKana) { return folded }
    var scalars = String.UnicodeScalarView()
    let all = Array(text.unicodeScalars)
    var position = 0
    while position < all.count {
      let scalar = all[position]
      position += 1
      if let simple = variants[scalar] {
        scalars.append(simple)
      } else if (0xFF01...0xFF5E).contains(scalar.value),
        let plain = Unicode.Scalar(scalar.value - 0xFEE0)
      {
        scalars.append(plain)
      } else if scalar.value == 0x3000 || scalar.value == 0xA0 {
        scalars.append(" ")
      } else if joinsKana, KanaFolding.halfWidth.contains(scalar.value) {
        let mark = position < all.count ? all[position] : nil
        let (folded, hasMark) = KanaFolding.fold(scalar, mark: mark)
        scalars.append(folded)
        if hasMark { position += 1 }
      } else if let quotation = quotations[scalar] {
        scalars.append(quotation)
      } else {
        scalars.append(joinsKana ? KanaFolding.hiragana(scalar) : scalar)
      }
    }
    return String(scalars).lowercased()
  }

  /// Curly and angular quotation marks and long dashes, as the keyboard has them.
  private static let quotations: [Unicode.Scalar: Unicode.Scalar] = [
    "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "‘": "'", "’": "'", "‚": "'",
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-",
  ]

  /// The same for texts of plain letters, kana and Han characters, which have no case of their
  /// own; `nil` where there is anything else.
  private static func foldIdeographs(_ text: String, _ joinsKana: Bool) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      var value = scalar.value
      if value >= 0x80 {
        if value == 0x3000 {
          value = 0x20
        } else if ideographs.contains(value) {
          value = simplified[Int(value - ideographs.lowerBound)]
          if joinsKana, KanaFolding.katakana.contains(value) { value -= 0x60 }
        } else if (0xFF01...0xFF5E).contains(value) {
          value -= 0xFEE0
        } else {
          return nil
        }
      }
      if value < 0x80 {
        bytes.append((65...90).contains(value) ? UInt8(value | 32) : UInt8(value))
      } else {
        // All that is left is above U+07FF and in the basic plane: three bytes.
        bytes.append(UInt8(0xE0 | value >> 12))
        bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | value & 0x3F))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Kana, their marks, compatibility signs and Han characters.
  private static let ideographs: ClosedRange<UInt32> = 0x3000...0x9FFF
  /// For each of them the simplified form, itself where there is none.
  private static let simplified: [UInt32] = {
    var table = Array(ideographs)
    for (form, simple) in variants where ideographs.contains(form.value) {
      table[Int(form.value - ideographs.lowerBound)] = simple.value
    }
    return table
  }()

  /// Everything of a record that people look for, folded, one text a line; terms of the lists as codes.
  ///
  /// Two line ends close it: an index of three characters then holds the last two as well.
  ///
  /// - Parameter name: the names of an organisation, which stand in the texts of records that
  ///   refer to it.
  package static func of<Failure: Error>(
    _ record: RegistryRecord, organisation name: (String) throws(Failure) -> String?
  ) throws(Failure) -> String {
    var lines: [String] = []
    var codes = ""
    for (column, cell) in zip(RecordSchema.of(record.kind).columns, record.cells)
    where !cell.isEmpty {
      switch column.content {
      case .identifier: lines.append(cell)
      case .text where !unsearched.contains(column.name): lines.append(cell)
      case .term, .terms:
        for term in RegistryRecord.split(cell) { codes += SearchTerms.codes[term] ?? "" }
      case .reference(.organisations), .party:
        if let name = try name(cell) { lines.append(name) }
      case .references(.organisations):
        for id in RegistryRecord.split(cell) {
          if let name = try name(id) { lines.append(name) }
        }
      default: break
      }
    }
    return key(lines.joined(separator: "\n")) + "\n" + codes + "\n\n"
  }

  /// Texts that nobody looks for a record by.
  private static let unsearched: Set<String> = ["source", "reference_state", "xml", "taken"]

  /// The names of an organisation in all languages, for `of`.
  package static func names(_ organisation: RegistryRecord) -> String {
    ["name_ja", "name_zh", "name_en"].map { organisation[$0] }.joined(separator: "\n")
  }

  /// The words of a question, folded, without quotation marks around them; all of them must occur.
  package static func words(_ question: String) -> [String] {
    let marks: Set<Character> = ["\"", "'", "(", ")", "「", "」", "『", "』", ",", "、", "。", ";"]
    return key(question).split { $0.isWhitespace || $0 == "、" || $0 == "," }
      .map { word in
        let inner = word.drop { marks.contains($0) }
        return singular(String(inner.reversed().drop { marks.contains($0) }.reversed()))
      }.filter { !$0.isEmpty }
  }

  /// What a word of a question may stand for in a text: itself, and the terms that are called so.
  package static func alternatives(_ word: String) -> [String] {
    [word] + SearchTerms.codes(ofThoseWith: word)
  }

  /// “vocs” without its s, which every place of “VOCs” holds as well; short words and “process” stay.
  private static func singular(_ word: String) -> String {
    guard word.utf8.count >= 4, word.hasSuffix("s"), !word.hasSuffix("ss"),
      word.utf8.allSatisfy({ (97...122).contains($0) })
    else { return word }
    return String(word.dropLast())
  }

  /// Characters of the trade whose Japanese or traditional form differs from the simplified one.
  private static let variants: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs = """
      瀋沈 陽阳 広广 廣广 東东 遼辽 寧宁 蘇苏 連连 鄲郸 漢汉 慶庆 県县 縣县 岡冈 庫库 戸户 戶户 長长 門门 華华
      環环 護护 気气 氣气 協协 會会 経经 經经 済济 濟济 関关 關关 國国 際际 術术 専专 專专 門门 員员 調调 査查 測测
      観观 觀观 報报 対对 對对 発发 發发 揮挥 動动 車车 機机 関关 汚污 濃浓 質质 値值 業业 設设 揚扬 塵尘
      監监 視视 総总 總总 計计 画划 畫划 検检 檢检 査查 訪访 習习 進进 運运 輸输 鉄铁 鐵铁 鋼钢 塗涂 剤剂
      劑剂 産产 產产 農农 煙烟 燈灯 溫温 電电 線线 網网 図图 圖图 説说 說说 書书 効效 價价 価价 評评 級级
      両两 兩两 衛卫 衞卫 働动 実实 實实 験验 驗验 処处 處处 辺边 邊边 変变 變变 従从 從从 権权 權权 収收
      単单 單单 団团 團团 営营 營营 圧压 壓压 応应 應应 悪恶 惡恶 沢泽 澤泽 竜龙 龍龙 滝泷 瀬濑 斉齐 齊齐 済济
      """
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for pair in pairs.split(whereSeparator: \.isWhitespace) {
      let both = Array(pair.unicodeScalars)
      if both[0] != both[1] { table[both[0]] = both[1] }
    }
    return table
  }()
}
