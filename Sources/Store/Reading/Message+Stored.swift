import Documents
import Foundation

/// A message in a column of text: its row and facts, with the English words beside them. Archives of
/// earlier versions hold an English sentence.
extension Message {
  /// As it is kept.
  var stored: String {
    get throws { String(decoding: try StableJSON.encode(self, pretty: false), as: UTF8.self) }
  }

  /// As it was kept; a sentence keeps its words.
  init(stored text: String) {
    let message =
      text.hasPrefix("{") ? try? StableJSON.decode(Message.self, from: Data(text.utf8)) : nil
    self = message ?? .verbatim(text)
  }
}
