/// Why a file cannot be had as text: one error for every reader of the project. Lines count from 1.
public enum FileFault: Error, Equatable, Sendable {
  /// No such file.
  case notFound(file: String)
  /// The path names a folder.
  case folder(file: String)
  /// The operating system refused; its own words.
  case unreadable(String, file: String)
  /// A file of no bytes.
  case empty(file: String)
  /// More bytes than are read, with the limit in words.
  case tooLarge(limit: String, file: String)
  /// A compressed file that ends before its data do; what kind of file it is.
  case truncated(kind: String, file: String)
  /// A compressed file that does not decode; the decoder's own words.
  case damaged(kind: String, words: String, file: String)
  /// An archive of which no single table can be taken.
  case archive(kind: String, problem: String, file: String)
  /// Something that is no text: what it is, and what to do with such a thing.
  case notText(String, remedy: String, file: String)
  /// A zero byte, which no text has.
  case zeroByte(file: String, line: Int)
  /// Text in another encoding than expected.
  case encoding(expected: String, found: String?, file: String, line: Int)
  /// Text outside UTF-8 whose encoding cannot be told.
  case unknownEncoding(file: String, line: Int)

  /// What is wrong, in one sentence without a full stop.
  public var what: String {
    switch self {
    case .notFound: "there is no such file"
    case .folder: "this is a folder"
    case .unreadable(let words, _): "the file cannot be read: \(words)"
    case .empty: "the file is empty"
    case .tooLarge(let limit, _): "the file \(limit)"
    case .truncated(let kind, _): "the \(kind) ends before its data do"
    case .damaged(let kind, let words, _): "the \(kind) is damaged: \(words)"
    case .archive(let kind, let problem, _): "the \(kind) \(problem)"
    case .notText(let kind, _, _): "this is \(kind)"
    case .zeroByte: "the file is not text: it has a zero byte here"
    case .encoding(let expected, let found, _, _):
      if let found {
        "the text is \(found), not \(expected)"
      } else {
        "the text is not \(expected)"
      }
    case .unknownEncoding: "the text is not utf-8, and its encoding cannot be told"
    }
  }

  /// Where: the file, and the line where there is one.
  public var location: String {
    switch self {
    case .notFound(let file), .folder(let file), .unreadable(_, let file), .empty(let file),
      .tooLarge(_, let file), .truncated(_, let file), .damaged(_, _, let file),
      .archive(_, _, let file), .notText(_, _, let file):
      file
    case .zeroByte(let file, let line), .encoding(_, _, let file, let line),
      .unknownEncoding(let file, let line):
      "\(file):\(line)"
    }
  }

  /// What to do about it, as an imperative.
  public var remedy: String {
    switch self {
    case .notFound: "check the path"
    case .folder: "name the files in it"
    case .unreadable: "check the file's permissions"
    case .empty: "get the file again, or leave it out"
    case .tooLarge: "check what it holds, and split it if all of it is wanted"
    case .truncated, .damaged: "get the file again"
    case .archive: "unpack it and read the files, or get it again"
    case .notText(_, let remedy, _): remedy
    case .zeroByte: "get the file again, or export it as CSV"
    case .encoding(let expected, let found, _, _):
      found?.hasPrefix("UTF-16") == true
        ? "save it as utf-8 (in a spreadsheet: “CSV UTF-8”)"
        : "save it as \(expected), or name its encoding in a format description"
    case .unknownEncoding:
      "save it as utf-8, or name its encoding in a format description (encoding: …)"
    }
  }
}
