public import AirQuality
public import TextFiles

/// Why a dossier cannot be written.
public enum EvidenceError: Error, Equatable, Sendable {
  /// A file of the dossier cannot be written.
  case cannotWrite(folder: String, reason: String)
  /// The folder cannot be used.
  case folder(FolderFault)
}

extension EvidenceError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .cannotWrite(_, let reason): "the dossier cannot be written: \(reason)"
    case .folder(let fault): fault.what
    }
  }
  /// Where.
  public var location: String {
    switch self {
    case .cannotWrite(let folder, _): folder
    case .folder(let fault): fault.location
    }
  }
  /// What to do.
  public var remedy: String {
    switch self {
    case .cannotWrite:
      "choose a folder that you may write to with --output, and check that the disk is not full"
    case .folder(let fault): fault.remedy
    }
  }
}
