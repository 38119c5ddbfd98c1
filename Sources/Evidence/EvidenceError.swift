public import AirQuality

/// Why a dossier cannot be written.
public enum EvidenceError: Error, Equatable, Sendable {
  /// A file of the dossier cannot be written.
  case cannotWrite(folder: String, reason: String)
}

extension EvidenceError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .cannotWrite(_, let reason): "the dossier cannot be written: \(reason)"
    }
  }
  /// Where.
  public var location: String {
    switch self {
    case .cannotWrite(let folder, _): folder
    }
  }
  /// What to do.
  public var remedy: String {
    "choose a folder that you may write to with --output, and check that the disk is not full"
  }
}
