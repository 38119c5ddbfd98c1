import Documents
import TextFiles
import Foundation

/// Writes a page's files into a folder, all of them or none.
enum PageFolder {
  /// See `FolderReplacement.place`.
  ///
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  static func place(
    _ files: () throws -> [(String, Data)], in folder: URL, keepingOwn: Bool = false,
    replacing: Bool, figureFailure: FigureRenderer.Failure? = nil
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    do {
      let placed = try FolderReplacement.place(
        try files().map { ($0.0, $0.1) }, in: folder.path, keepingOwn: keepingOwn,
        replacing: replacing)
      return EvidenceWriter.Written(
        files: placed.files.map { URL(fileURLWithPath: $0) }, figureFailure: figureFailure,
        keptAside: placed.keptAside, isInOneStep: placed.isInOneStep)
    } catch let fault as FolderFault {
      throw .folder(fault)
    } catch {
      throw .cannotWrite(folder: folder.path, reason: .verbatim(error.localizedDescription))
    }
  }
}
