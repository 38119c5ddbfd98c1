public import Foundation

/// Draws Vega-Lite figures through the Python package vl-convert.
///
/// The package carries the renderer and the JavaScript bundle in itself and needs no network.
/// Without it there are no figures, and the page says how to get them.
public struct FigureRenderer: Sendable {
  /// The drawn figures and the script that makes them live.
  public struct Rendering: Sendable, Decodable {
    /// SVG by the figure's name.
    public let svg: [String: String]
    /// Vega, Vega-Lite and Vega-Embed in one script.
    public let bundle: String
  }

  /// The Python that has vl-convert; `nil` when none was found.
  public let python: URL?

  /// A renderer with the Python of `AIRACCORD_PYTHON`, or of a `.venv` in a folder above the
  /// executable: that of an installation, or of the checkout in which it was built.
  ///
  /// A `.venv` of the working folder is never run: it may have come with somebody’s data.
  public init() {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["AIRACCORD_PYTHON"] {
      python = URL(fileURLWithPath: named)
      return
    }
    let files = FileManager.default
    var folders: [URL] = []
    // Not the first argument: a command found through PATH is named without its folder.
    var folder = URL(fileURLWithPath: Bundle.main.executablePath ?? "/")
      .resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/", folders.count < 8 {
      folders.append(folder)
      folder = folder.deletingLastPathComponent()
    }
    python = folders.map { $0.appendingPathComponent(".venv/bin/python") }
      .first { files.isExecutableFile(atPath: $0.path) }
  }

  /// A renderer with a given Python; `nil` for none.
  public init(python: URL?) { self.python = python }

  /// Draws the figures.
  ///
  /// - Returns: `nil` when there is no Python with vl-convert or it fails.
  public func render(_ figures: [Figure]) -> Rendering? {
    guard let python else { return nil }
    var specifications: [String: JSONValue] = [:]
    for figure in figures { specifications[figure.name] = figure.specification }
    guard let input = try? StableJSON.encode(specifications, pretty: false) else { return nil }
    // Both sides go through files: a pipe would block on specifications larger than its buffer.
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("airaccord-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("figures.json")
    let result = folder.appendingPathComponent("rendering.json")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try input.write(to: source)
      let process = Process()
      process.executableURL = python
      process.arguments = ["-c", Self.script, source.path, result.path]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { return nil }
      return try JSONDecoder().decode(Rendering.self, from: Data(contentsOf: result))
    } catch {
      return nil
    }
  }

  private static let script = """
    import json, sys
    import vl_convert
    specifications = json.load(open(sys.argv[1], encoding="utf-8"))
    rendering = {
        "svg": {name: vl_convert.vegalite_to_svg(specification)
                for name, specification in sorted(specifications.items())},
        "bundle": vl_convert.javascript_bundle(),
    }
    json.dump(rendering, open(sys.argv[2], "w", encoding="utf-8"))
    """
}
