public import Documents

/// Why several files cannot be put into a folder together.
public enum FolderFault: Explained, Equatable, Sendable {
  /// A file of the folder's name is in the way.
  case file(folder: String)
  /// The folder holds something that this program did not write: one such file.
  case foreign(String, folder: String)
  /// The operating system refused; its own words.
  case unwritable(Message, folder: String)

  /// What is wrong, in one sentence without a full stop.
  public var problem: Message {
    switch self {
    case .file: "error.files.there-is-file-name"
    case .foreign(let file, _):
      Message("error.files.folder-holds-which-airaccord", ["file": .fact(file)])
    case .unwritable(let words, _):
      Message("error.files.folder-cannot-written", ["words": .fact(words)])
    }
  }

  /// The folder.
  public var place: Message? {
    switch self {
    case .file(let folder), .foreign(_, let folder), .unwritable(_, let folder): .verbatim(folder)
    }
  }

  /// What to do about it, as an imperative.
  public var advice: Message {
    switch self {
    case .file: "error.files.name-another-folder-move"
    case .foreign:
      "error.files.name-another-folder-add"
    case .unwritable: "error.files.choose-folder-you-may"
    }
  }
}
