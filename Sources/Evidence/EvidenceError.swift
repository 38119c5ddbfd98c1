public import Documents
import AirQuality
public import TextFiles

/// Why a dossier cannot be written.
public enum EvidenceError: Error, Equatable, Sendable {
  /// A file of the dossier cannot be written.
  case cannotWrite(folder: String, reason: Message)
  /// The folder cannot be used.
  case folder(FolderFault)
}

extension EvidenceError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .cannotWrite(_, let reason):
      say("error.pages.dossier-cannot-written", reason: Value.fact(reason))
    case .folder(let fault): fault.problem
    }
  }
  /// Where.
  public var place: Message? {
    switch self {
    case .cannotWrite(let folder, _): .verbatim(folder)
    case .folder(let fault): fault.place
    }
  }
  /// What to do.
  public var advice: Message {
    switch self {
    case .cannotWrite:
      "error.pages.choose-folder-you-may"
    case .folder(let fault): fault.advice
    }
  }
}
