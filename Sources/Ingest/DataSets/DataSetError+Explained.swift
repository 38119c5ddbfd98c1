public import AirQuality

extension DataSetError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .unknown(let name, _): "there is no data set “\(name)”"
    case .outside(let name): "the file name “\(name)” leads out of the folder"
    case .notInMirror: "the mirror does not have the file"
    case .download(_, let problem): "the file cannot be fetched: \(problem)"
    case .content(_, let problem): problem
    case .tooLarge(_, let limit): "the file has more than \(limit) bytes"
    case .checksum(_, let expected, let found, _):
      "the file has the SHA-256 \(found), expected was \(expected)"
    case .unwritable(_, let reason): "the file cannot be written: \(reason)"
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .unknown, .outside: ""
    case .notInMirror(let file), .checksum(let file, _, _, _), .content(let file, _),
      .unwritable(let file, _):
      file
    case .download(let address, _), .tooLarge(let address, _): address
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .unknown(_, let known): "choose one of: \(known.joined(separator: ", "))"
    case .outside: "do not use this registry; its maker should be told"
    case .notInMirror: "put it there under that name, or leave --mirror out"
    case .download:
      "try again; what arrived is continued where the server names its version; or download it in "
        + "a browser and name its folder with --mirror"
    case .content: "look at the data set’s page; nothing of the answer was kept"
    case .tooLarge: "allow more with --largest-file, in GB, if the page says that it is so large"
    case .checksum(_, _, _, let isKept):
      "the publisher changed it, or it was damaged on the way: look at its page, and delete the "
        + "line in checksums.json to accept it"
        + (isKept ? "; the file is as it was" : "; nothing of the answer was kept")
    case .unwritable: "choose a folder that you may write to"
    }
  }
}
