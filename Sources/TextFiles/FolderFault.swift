/// Why several files cannot be put into a folder together.
public enum FolderFault: Error, Equatable, Sendable {
  /// A file of the folder's name is in the way.
  case file(folder: String)
  /// The folder holds something that this program did not write: one such file.
  case foreign(String, folder: String)
  /// The operating system refused; its own words.
  case unwritable(String, folder: String)

  /// What is wrong, in one sentence without a full stop.
  public var what: String {
    switch self {
    case .file: "there is a file of this name, where a folder is to be"
    case .foreign(let file, _): "the folder holds “\(file)”, which airaccord did not write"
    case .unwritable(let words, _): "the folder cannot be written: \(words)"
    }
  }

  /// The folder.
  public var location: String {
    switch self {
    case .file(let folder), .foreign(_, let folder), .unwritable(_, let folder): folder
    }
  }

  /// What to do about it, as an imperative.
  public var remedy: String {
    switch self {
    case .file: "name another folder, or move the file away"
    case .foreign:
      "name another folder, or add --replace: the folder then keeps all it holds under another name"
    case .unwritable: "choose a folder that you may write to, and check that the disk is not full"
    }
  }
}
