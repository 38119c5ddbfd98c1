public import AirQuality

extension DataSetError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .unknown(let name, _): "there is no data set “\(name)”"
    case .outside(let name): "the file name “\(name)” leads out of the folder"
    case .notInMirror: "the mirror does not have the file"
    case .download(_, let problem): "the file cannot be fetched: \(problem)"
    case .checksum(_, let expected, let found):
      "the file has the SHA-256 \(found), expected was \(expected)"
    case .unwritable(_, let reason): "the file cannot be written: \(reason)"
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .unknown, .outside: ""
    case .notInMirror(let file), .checksum(let file, _, _), .unwritable(let file, _): file
    case .download(let address, _): address
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .unknown(_, let known): "choose one of: \(known.joined(separator: ", "))"
    case .outside: "do not use this registry; its maker should be told"
    case .notInMirror: "put it there under that name, or leave --mirror out"
    case .download:
      "try again, what arrived is kept; or download it in a browser and name its folder with "
        + "--mirror"
    case .checksum:
      "the publisher changed it, or it was damaged on the way: look at its page, and delete the "
        + "line in checksums.json to accept it"
    case .unwritable: "choose a folder that you may write to"
    }
  }
}
