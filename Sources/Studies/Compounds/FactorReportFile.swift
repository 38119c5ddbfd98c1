import Documents
import Foundation
public import SourceApportionment
import TextFiles
import VOC

/// Reads what a receptor model wrote.
public enum FactorReportFile {
  /// A report from `sources.json`.
  ///
  /// - Throws: `FileFault` for a file that cannot be read; `VOCError.field` for one that is no report.
  public static func read(path: String) throws -> FactorReport {
    let text = try TextContent.utf8(path: path).text
    do {
      return try StableJSON.decode(FactorReport.self, from: Data(text.utf8))
    } catch {
      throw VOCError.field(
        "report", problem: "error.voc.no-factor-report", remedy: "error.voc.give-sources-json",
        file: path)
    }
  }
}
