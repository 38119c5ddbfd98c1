import Foundation

/// Writes several files into a folder, all of them or none.
enum FolderWriter {
  /// All files are written into a hidden folder first. Only when there was room for every one are
  /// they written to their places, so a full disk leaves older files as they were.
  static func place(_ contents: [(String, Data)], in folder: URL) throws -> [URL] {
    let files = FileManager.default
    let staging = folder.appendingPathComponent(".dossier-\(UUID().uuidString)")
    defer { try? files.removeItem(at: staging) }
    let subfolders = Set(contents.compactMap { $0.0.split(separator: "/").dropLast().first })
    for parent in [folder, staging] {
      for name in subfolders.union(["figures"]).sorted() {
        try files.createDirectory(
          at: parent.appendingPathComponent(String(name)), withIntermediateDirectories: true)
      }
    }
    for (name, data) in contents { try data.write(to: staging.appendingPathComponent(name)) }
    // There is room for everything. Each file gives its room back and is then replaced at once:
    // Foundation's own replacement by moving fails on Linux.
    return try contents.map { name, data in
      try files.removeItem(at: staging.appendingPathComponent(name))
      let place = folder.appendingPathComponent(name)
      try data.write(to: place, options: .atomic)
      return place
    }
  }
}
