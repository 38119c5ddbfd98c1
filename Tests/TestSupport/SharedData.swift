public import Foundation

/// Real monitoring files that are run against but never copied into the repository.
///
/// They are looked for in the folder that `AIRACCORD_DATA` names, else in `../shared/data`
/// beside the checkout. A test that needs one says `.enabled(if: SharedData.isPresent)`.
public enum SharedData {
  /// The folder of the real data, whether or not it exists.
  public static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["AIRACCORD_DATA"] {
      return URL(fileURLWithPath: named, isDirectory: true)
    }
    return checkout.deletingLastPathComponent().appendingPathComponent("shared/data")
  }()

  /// The folder of the peers' results, beside the data.
  public static let golden: URL =
    folder.deletingLastPathComponent().appendingPathComponent("golden")

  /// The root of this checkout.
  public static let checkout: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Whether the real data are on this machine.
  public static let isPresent: Bool = FileManager.default.fileExists(atPath: folder.path)

  /// The path of one file, for example `beijing_prsa/PRSA_Data_Dongsi_20130301-20170228.csv`.
  public static func path(_ relative: String) -> String {
    folder.appendingPathComponent(relative).path
  }

  /// The names of the files in one of its folders, sorted.
  public static func files(in relative: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(relative)).sorted()
  }
}
