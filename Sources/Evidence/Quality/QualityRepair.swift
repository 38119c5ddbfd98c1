public import Documents
public import Ingest

/// What reading a file repaired or left out, for the page of checks.
///
/// English has the reader's own sentence; Japanese and Chinese say what kind of thing happened,
/// where and how often, and leave values and names to the archive's notices.
public struct QualityRepair: Hashable, Sendable {
  /// The file's name.
  public let file: String
  /// What happened.
  public let notice: IngestNotice

  /// A repair from its parts.
  public init(file: String, notice: IngestNotice) {
    self.file = file
    self.notice = notice
  }

  /// As a line in a language.
  public func text(_ language: Language) -> String {
    let place = file + (notice.line.map { ":\($0)" } ?? "")
    guard language != .english else {
      return "\(place): \(notice.message)" + (notice.count > 1 ? " (\(notice.count) times)" : "")
    }
    let times =
      notice.count > 1
      ? Phrase("", "（{count} 件）", "（{count} 次）").text(
        language, ["count": String(notice.count)]) : ""
    return "\(place)：\(Self.phrase(notice.kind).text(language))\(times)"
  }

  /// The kind in words; English comes from the reader.
  static func phrase(_ kind: IngestNotice.Kind) -> Phrase {
    switch kind {
    case .repeatedStampRelabelled:
      Phrase("", "夏時間により重複した時刻の一方を、欠けている時刻に移した", "因夏令时重复的时刻，其一已移至缺少的时刻")
    case .duplicateRowIdentical: Phrase("", "重複した行を除いた", "重复的行已剔除")
    case .sentinelRemoved: Phrase("", "欠測を意味する数値を除いた", "表示缺测的数值已剔除")
    case .implausibleRemoved: Phrase("", "測定値ではあり得ない数値を除いた", "不可能为测量值的数值已剔除")
    case .invalidByFlag: Phrase("", "出典が無効とした値を除いた", "来源标为无效的值已剔除")
    case .marksTaken: Phrase("", "記号の付いた値を、記述に従って使用した", "带标记的值按描述采用")
    case .commentsLeftOut: Phrase("", "注釈の行を除いた", "注释行已略过")
    case .rowsSorted: Phrase("", "時刻順でない行を並べ替えた", "未按时刻排列的行已排序")
    case .stampsSnapped: Phrase("", "時間間隔からずれた時刻を最寄りの時刻に合わせた", "偏离步长的时刻已移至最近的时刻")
    case .rowsAveraged: Phrase("", "一つの時間間隔に入る複数の行を平均した", "同一步长内的多行已取平均")
    case .blankCell: Phrase("", "空白の欄を欠測とした", "空白单元按缺测处理")
    case .absentRows: Phrase("", "行のない時刻を欠測とした", "没有行的时刻按缺测处理")
    case .byteOrderMark: Phrase("", "先頭のバイト順マークを読み飛ばした", "文件开头的字节序标记已略过")
    case .encodingAssumed: Phrase("", "文字コードは推定または印によるもの", "字符编码由推断或标记得出")
    case .lineEndsSettled: Phrase("", "通常と異なる改行を改行として読んだ", "非常规换行按换行读取")
    case .zerosDropped: Phrase("", "末尾のゼロバイトを除いた", "末尾的零字节已剔除")
    case .archiveEntry: Phrase("", "圧縮ファイルの中の表を読んだ", "读取了压缩包内的表格")
    case .footerLeftOut: Phrase("", "末尾のデータでない行を除いた", "末尾的非数据行已略过")
    case .quotedLineEnds: Phrase("", "引用符の中の改行は欄の一部とした", "引号内的换行属于该单元")
    case .emptyFields: Phrase("", "見出しより後ろの空欄を読み飛ばした", "表头之后的空单元已略过")
    case .minusSign: Phrase("", "マイナス記号（U+2212）を負号として読んだ", "减号（U+2212）按负号读取")
    case .zeroValues: Phrase("", "欠測かもしれない 0 をそのまま残した", "可能表示缺测的 0 予以保留")
    case .labelsMoved: Phrase("", "出典の様式がそろうよう時刻の表示を移した", "为使来源格式一致，时间标签已移动")
    case .emptyColumn: Phrase("", "値の一つもない列は系列としない", "没有任何数值的列不成为序列")
    case .rowsIgnored: Phrase("", "記述にない項目の行を除いた", "描述中没有的项目的行已略过")
    case .unitScaled: Phrase("", "桁の異なる単位を最初の単位にそろえた", "数量级不同的单位已统一为首个单位")
    case .unitConverted: Phrase("", "項目の標準の単位に換算した", "已换算为该项目的标准单位")
    case .unknownKept: Phrase("", "名前の不明な列を元の名前のまま残した", "名称未知的列按原名保留")
    case .placeDropped: Phrase("", "緯度 0・経度 0 の位置は不明とした", "纬度 0、经度 0 的位置视为未知")
    case .belowDetection: Phrase("", "検出下限未満の値（欠測ではない）", "低于检出限的值（并非缺测）")
    case .assumed: Phrase("", "ファイルにない事項を書式の前提で補った", "文件未说明之处按格式的前提补充")
    case .columnsLeftOut: Phrase("", "読み取らない列がある", "有未读取的列")
    case .clockSettled: Phrase("", "夏時間の時刻を標準時に直した", "夏令时时刻已改为标准时")
    case .stepInferred: Phrase("", "時間間隔を時刻の間隔から求めた", "步长由时刻间隔得出")
    case .coordinateChanged: Phrase("", "座標が途中で変わる局は最初の座標とした", "坐标变化的站点采用最初的坐标")
    }
  }
}
