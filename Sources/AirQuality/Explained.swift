/// An error that answers three questions in the reader's terms.
///
/// The command line prints the three parts one under the other; the library user reads them
/// from the value.
public protocol Explained: Error {
  /// What is wrong, in one sentence without a full stop.
  var what: String { get }
  /// Where: file and line, column, field or station. Empty when the place is obvious.
  var location: String { get }
  /// What to do about it, as an imperative.
  var remedy: String { get }
}

extension Explained {
  /// The three parts as the command line prints them.
  public var explanation: String {
    location.isEmpty ? "\(what); \(remedy)" : "\(location): \(what); \(remedy)"
  }
}
