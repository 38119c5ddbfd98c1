import Foundation

extension Archive {
  /// An archive whose pages, indexes and tables have been looked at: a damaged one leaves rows out without
  /// a word.
  package static func looked(
    at path: String, _ mode: Mode = .readOnly
  ) throws(ArchiveError) -> Archive {
    let store = try Archive(path: path, mode: mode)
    try store.checkStructure()
    return store
  }

  /// What became of files that are read into an archive, which is made where there is none.
  ///
  /// An archive that this call made and nothing came into would only be in the way: it is removed.
  package static func filled<Outcome>(
    at path: String, _ read: (Archive) throws -> Outcome
  ) throws -> Outcome {
    let isNew = !FileManager.default.fileExists(atPath: path)
    let store = try Archive(path: path, mode: .create)
    let outcome = try read(store)
    let isEmpty = try store.sources().isEmpty
    try store.close()
    if isNew, isEmpty { try? FileManager.default.removeItem(atPath: path) }
    return outcome
  }
}
