public import Documents
import AirQuality

extension DataSetError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .unknown(let name, _): Message("error.ingest.there-is-no-data", ["name": .fact(name)])
    case .outside(let name): Message("error.ingest.file-name-leads-out", ["name": .fact(name)])
    case .notInMirror: "error.ingest.mirror-does-not-have"
    case .download(_, let problem):
      Message("error.ingest.file-cannot-fetched", ["problem": .fact(problem)])
    case .content(_, let problem): problem
    case .tooLarge(_, let limit):
      Message("error.ingest.file-has-more-than", ["limit": .fact(limit)])
    case .checksum(_, let expected, let found, _):
      Message(
        "error.ingest.file-has-other-digest", ["found": .fact(found), "expected": .fact(expected)])
    case .unwritable(_, let reason):
      Message("error.ingest.file-cannot-written", ["reason": .fact(reason)])
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .unknown, .outside: nil
    case .notInMirror(let file), .checksum(let file, _, _, _), .content(let file, _),
      .unwritable(let file, _):
      .verbatim(file)
    case .download(let address, _), .tooLarge(let address, _): .verbatim(address)
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .unknown(_, let known): Message("error.ingest.choose-one", ["known": .names(known)])
    case .outside: "error.ingest.do-not-use-registry"
    case .notInMirror: "error.ingest.put-there-under-name"
    case .download:
      "error.ingest.try-again-what-arrived"
    case .content: "error.ingest.look-data-sets-page"
    case .tooLarge: "error.ingest.allow-more-largest-file"
    case .checksum(_, _, _, let isKept):
      isKept ? "error.ingest.changed-and-kept" : "error.ingest.changed-and-discarded"
    case .unwritable: "error.ingest.choose-folder-you-may"
    }
  }
}
