/// The text by which a record is found, and the folding under which texts are compared.
///
/// Upper and lower case, full-width and plain letters, and the Japanese, traditional and
/// simplified forms of one character are the same: 瀋陽市 is found by 沈阳 and by 沈陽.
package enum SearchText {
  /// The text as it is compared.
  package static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    if let folded = foldIdeographs(text) { return folded }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let simple = variants[scalar] {
        scalars.append(simple)
      } else if (0xFF01...0xFF5E).contains(scalar.value),
        let plain = Unicode.Scalar(scalar.value - 0xFEE0)
      {
        scalars.append(plain)
      } else if scalar.value == 0x3000 {
        scalars.append(" ")
      } else {
        scalars.append(scalar)
      }
    }
    return String(scalars).lowercased()
  }

  /// The same for texts of plain letters, kana and Han characters, which have no case of their
  /// own; `nil` where there is anything else.
  private static func foldIdeographs(_ text: String) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      var value = scalar.value
      if value >= 0x80 {
        if value == 0x3000 {
          value = 0x20
        } else if ideographs.contains(value) {
          value = simplified[Int(value - ideographs.lowerBound)]
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

  /// Everything of a record that people look for, folded, one text a line.
  ///
  /// Two line ends close it: an index of three characters then holds the last two as well.
  ///
  /// - Parameter name: the names of an organisation, which stand in the texts of records that
  ///   refer to it.
  package static func of(
    _ record: RegistryRecord, organisation name: (String) -> String?
  ) -> String {
    var lines: [String] = []
    for (column, cell) in zip(RecordSchema.of(record.kind).columns, record.cells)
    where !cell.isEmpty {
      switch column.content {
      case .identifier: lines.append(cell)
      case .text where column.name != "source" && column.name != "reference_state":
        lines.append(cell)
      case .reference(.organisations), .party:
        if let name = name(cell) { lines.append(name) }
      case .references(.organisations):
        lines += RegistryRecord.split(cell).compactMap(name)
      default: break
      }
    }
    return fold(lines.joined(separator: "\n")) + "\n\n"
  }

  /// The names of an organisation in all languages, for `of`.
  package static func names(_ organisation: RegistryRecord) -> String {
    ["name_ja", "name_zh", "name_en"].map { organisation[$0] }.joined(separator: "\n")
  }

  /// The words of a question, folded; all of them must occur.
  package static func words(_ question: String) -> [String] {
    fold(question).split(whereSeparator: \.isWhitespace).map(String.init)
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
