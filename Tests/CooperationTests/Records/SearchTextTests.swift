import AirQuality
import Cooperation
import TestSupport
import Testing

@Suite("Texts as they are compared")
struct SearchTextTests {
  @Test("Case, width and the forms of Han characters do not matter")
  func folding() {
    #expect(SearchText.fold("瀋陽市 PM2.5") == "沈阳市 pm2.5")
    #expect(SearchText.fold("ＰＭ２．５　調査") == "pm2.5 调査".replacing("査", with: "查"))
    #expect(SearchText.fold("カタカナ・ひらがな") == "カタカナ・ひらがな")
    #expect(SearchText.fold("Sino-JAPAN") == "sino-japan")
  }

  @Test("A letter with a case of its own elsewhere in the text changes nothing else")
  func otherScripts() {
    // é has a case, µ and ― stand outside the range that is read by a table.
    for (written, folded) in [("É", "é"), ("µ", "µ"), ("―", "―"), ("𠮷", "𠮷"), ("ｶﾞ", "ｶﾞ")] {
      #expect(SearchText.fold("瀋陽Ａ" + written) == "沈阳a" + folded)
    }
  }

  @Test("A whole day is read like its parts")
  func days() throws {
    let day = try #require(PartialDate("2016-02-29"))
    #expect(day.first == day.last)
    #expect(day.precision == .day)
    #expect(day.first.description == "2016-02-29")
    for text in ["2015-02-29", "2016-13-01", "2016/02/29", "2016-02-2x", "2016-02-291", "20160229"]
    {
      #expect(PartialDate(text) == nil, "\(text)")
    }
  }
}
