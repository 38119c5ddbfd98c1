public import Documents
import TextFiles
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
    python = PythonEnvironment().interpreter
  }

  /// A renderer with a given Python; `nil` for none.
  public init(python: URL?) { self.python = python }

  /// Draws figures, Vega-Lite by their names; where there are none, no Python is asked.
  ///
  /// - Throws: `Failure` when there is no Python with vl-convert or it fails.
  public func render(_ specifications: [String: JSONValue]) throws(Failure) -> Rendering {
    if specifications.isEmpty { return Rendering(svg: [:], bundle: "") }
    guard let python else { throw .absent }
    do {
      let input = try StableJSON.encode(specifications, pretty: false)
      let output = try PythonEnvironment(interpreter: python).run(Self.script, on: Array(input))
      return try JSONDecoder().decode(Rendering.self, from: Data(output))
    } catch PythonEnvironment.Fault.absent, PythonEnvironment.Fault.lacks {
      throw .absent
    } catch PythonEnvironment.Fault.tookTooLong(let seconds) {
      throw .tookTooLong(seconds: seconds)
    } catch PythonEnvironment.Fault.failed(let words) {
      throw .failed(words)
    } catch {
      throw .failed("\(error)")
    }
  }

  /// Why there are no figures.
  public enum Failure: Error, Equatable, Sendable {
    /// No Python with vl-convert was found.
    case absent
    /// It ended with these words.
    case failed(String)
    /// It took longer than this many seconds.
    case tookTooLong(seconds: Int)

    /// What to tell the user beside what was written.
    public var remark: Message {
      switch self {
      case .absent: "written.no-figures"
      case .failed(let words):
        say("written.no-figures-failed", words: words)
      case .tookTooLong(let seconds):
        say("written.no-figures-in-time", seconds: seconds)
      }
    }
  }

  private static let script = """
    import json, sys
    try:
        import vl_convert
    except ModuleNotFoundError as lack:
        print(lack.name, file=sys.stderr)
        sys.exit(3)
    specifications = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    rendering = {
        "svg": {name: vl_convert.vegalite_to_svg(specification)
                for name, specification in sorted(specifications.items())},
        "bundle": vl_convert.javascript_bundle(),
    }
    sys.stdout.buffer.write(json.dumps(rendering).encode("utf-8"))
    """
}
