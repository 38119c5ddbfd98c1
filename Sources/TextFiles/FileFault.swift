public import Documents

/// Why a file cannot be had as text: one error for every reader of the project. Lines count from 1.
public enum FileFault: Explained, Equatable, Sendable {
  /// No such file.
  case notFound(file: String)
  /// The path names a folder.
  case folder(file: String)
  /// The operating system refused; its own words.
  case unreadable(String, file: String)
  /// A file of no bytes.
  case empty(file: String)
  /// More bytes than are read, with the limit in words.
  case tooLarge(limit: Message, file: String)
  /// A compressed file that ends before its data do; what kind of file it is.
  case truncated(kind: String, file: String)
  /// A compressed file that does not decode; the decoder's own words.
  case damaged(kind: String, words: String, file: String)
  /// An archive of which no single table can be taken.
  case archive(kind: String, problem: Message, file: String)
  /// Something that is no text: what it is, and what to do with such a thing.
  case notText(Message, remedy: Message, file: String)
  /// A zero byte, which no text has.
  case zeroByte(file: String, line: Int)
  /// Text in another encoding than expected.
  case encoding(expected: String, found: String?, file: String, line: Int)
  /// Text outside UTF-8 whose encoding cannot be told.
  case unknownEncoding(file: String, line: Int)

  /// What is wrong, in one sentence without a full stop.
  public var problem: Message {
    switch self {
    case .notFound: "error.files.there-is-no-such"
    case .folder: "error.files.is-folder"
    case .unreadable(let words, _): Message("error.files.file-cannot-read", ["words": .fact(words)])
    case .empty: "error.files.file-is-empty"
    case .tooLarge(let limit, _): Message("error.files.file", ["limit": .fact(limit)])
    case .truncated(let kind, _):
      Message("error.files.ends-before-data-do", ["kind": .fact(Self.named(kind))])
    case .damaged(let kind, let words, _):
      Message("error.files.is-damaged", ["kind": .fact(Self.named(kind)), "words": .fact(words)])
    case .archive(let kind, let problem, _):
      Message("error.files.the", ["kind": .fact(Self.named(kind)), "problem": .fact(problem)])
    case .notText(let kind, _, _): Message("error.files.is-of-kind", ["kind": .fact(kind)])
    case .zeroByte: "error.files.file-is-not-text"
    case .encoding(let expected, let found, _, _):
      if let found {
        Message(
          "error.files.text-is-of-other-encoding",
          ["found": .fact(found), "expected": .fact(expected)])
      } else {
        Message("error.files.text-is-not-of-encoding", ["expected": .fact(expected)])
      }
    case .unknownEncoding: "error.files.text-is-not-utf"
    }
  }

  /// Where: the file, and the line where there is one.
  public var place: Message? {
    switch self {
    case .notFound(let file), .folder(let file), .unreadable(_, let file), .empty(let file),
      .tooLarge(_, let file), .truncated(_, let file), .damaged(_, _, let file),
      .archive(_, _, let file), .notText(_, _, let file):
      .verbatim(file)
    case .zeroByte(let file, let line), .encoding(_, _, let file, let line),
      .unknownEncoding(let file, let line):
      .line(line, of: file)
    }
  }

  /// What to do about it, as an imperative.
  public var advice: Message {
    switch self {
    case .notFound: "error.files.check-path"
    case .folder: "error.files.name-files"
    case .unreadable: "error.files.check-file-permissions"
    case .empty: "error.files.get-file-again-leave"
    case .tooLarge: "error.files.check-what-holds-split"
    case .truncated, .damaged: "error.files.get-file-again"
    case .archive: "error.files.unpack-read-files-get"
    case .notText(_, let remedy, _): remedy
    case .zeroByte: "error.files.get-file-again-export"
    case .encoding(let expected, let found, _, _):
      found?.hasPrefix("UTF-16") == true
        ? "error.files.save-utf-8-spreadsheet"
        : Message("error.files.save-name-encoding-format", ["expected": .fact(expected)])
    case .unknownEncoding:
      "error.files.save-utf-8-name"
    }
  }

  /// A kind of file in words of the language.
  static func named(_ kind: String) -> Message {
    let id = "error.kind.\(kind.replacing(" ", with: "-"))"
    return Catalogue.builtIn.has(id) ? Message(id) : .verbatim(kind)
  }
}
