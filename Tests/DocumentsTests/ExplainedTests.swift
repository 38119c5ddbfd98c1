import Foundation
import TestSupport
import Testing

@testable import Documents

@Suite("Errors that explain themselves")
struct ExplainedTests {
  private enum Fault: Explained {
    case unread(String, line: Int, column: String?)
    case whole

    var problem: Message {
      switch self {
      case .unread(let words, _, _):
        .field("zone", Message("error.files.is-text", ["text": .text(words)]))
      case .whole: .field("the file", "error.files.is-empty")
      }
    }
    var place: Message? {
      if case .unread(_, let line, let column) = self {
        .line(line, of: "s.yaml", column: column)
      } else {
        nil
      }
    }
    var advice: Message {
      Message("error.did-you-mean", ["names": .names(["Asia/Tokyo", "Japan"])])
    }
  }

  @Test("What, where and what to do stand in one line in the reader’s language", .tags(.analytical))
  func oneLine() {
    let fault = Fault.unread("Tokio", line: 3, column: nil)
    #expect(fault.what == "“zone” is “Tokio”")
    #expect(fault.location == "s.yaml:3")
    #expect(fault.explanation == "s.yaml:3: “zone” is “Tokio”; did you mean Asia/Tokyo, Japan?")
    let catalogue = Catalogue.builtIn
    #expect(
      catalogue.text(fault.reason, .japanese)
        == "s.yaml:3：“zone”：“Tokio” である。Asia/Tokyo、Japan ではないか")
    #expect(
      catalogue.text(fault.reason, .chinese)
        == "s.yaml:3：“zone”：为“Tokio”；是否指 Asia/Tokyo、Japan？")
  }

  @Test("A column is named where there is one, and a whole file has no field", .tags(.analytical))
  func places() {
    #expect(Fault.unread("x", line: 7, column: "NO2").location == "s.yaml:7, column NO2")
    #expect(Fault.whole.location == "")
    #expect(Fault.whole.explanation == "“the file” is empty; did you mean Asia/Tokyo, Japan?")
    #expect(Catalogue.builtIn.text(Fault.whole.problem, .chinese) == "此文件：为空")
  }

  @Test("Of many names some are told, and how many more there are", .tags(.analytical))
  func some() {
    #expect(Message.some(["a", "b"], of: 2).english == "a, b")
    #expect(Message.some(["a", "b", "c", "d"], of: 2).english == "a, b and 2 more")
    #expect(
      Message.several(["error.files.is-empty", "error.files.is-missing"]).english
        == "is empty; is missing")
  }

  @Test("A message survives JSON, carries its English words, and older texts are read as they are")
  func coding() throws {
    let message = Fault.unread("Tokio", line: 3, column: "c").reason
    let data = try JSONEncoder().encode(message)
    #expect(try JSONDecoder().decode(Message.self, from: data) == message)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["text"] as? String == message.english)
    let older = try JSONDecoder().decode([Message].self, from: Data("[\"no donors\"]".utf8))
    #expect(older.map(\.english) == ["no donors"])
  }
}
