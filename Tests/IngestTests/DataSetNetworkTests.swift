import Foundation
import TestSupport
import Testing

@testable import Ingest

/// A server of this machine in Python, which breaks its first answer off.
private final class BreakingServer {
  static let python = "/usr/bin/python3"
  static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: python) }
  static let content = Data("a,b\n".utf8) + Data(String(repeating: "1,2\n", count: 100_000).utf8)

  private static let script = """
    import http.server, sys
    body = b"a,b\\n" + b"1,2\\n" * 100000
    class Handler(http.server.BaseHTTPRequestHandler):
        answers = 0
        def log_message(self, *words): pass
        def do_GET(self):
            asked = self.headers.get("Range")
            start = 0
            if asked and self.headers.get("If-Range") == '"v1"':
                start = int(asked[6:-1])
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            else:
                self.send_response(200)
            self.send_header("ETag", '"v1"')
            self.send_header("X-Start", str(start))
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            Handler.answers += 1
            if Handler.answers == 1:
                self.wfile.write(body[:150000])
                self.wfile.flush()
                self.connection.close()
            else:
                self.wfile.write(body[start:])
            print(start, flush=True)
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.timeout = 20
    server.handle_request()
    server.handle_request()
    """

  private let process = Process()
  private let answers = Pipe()
  let address: String

  init() throws {
    process.executableURL = URL(fileURLWithPath: Self.python)
    process.arguments = ["-I", "-c", Self.script]
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    try process.run()
    let port = String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self)
    address = "http://127.0.0.1:\(port.trimmingCharacters(in: .whitespacesAndNewlines))/a.csv"
  }

  /// From which bytes the two answers began; the server ends by itself, since a child of a worker
  /// thread inherits a mask that keeps signals from it.
  func starts() -> [Int] {
    let text = String(
      decoding: answers.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").compactMap { Int($0) }
  }
}

@Suite("Downloads over a line that breaks", .enabled(if: BreakingServer.isPossible))
struct DataSetNetworkTests {
  @Test("What arrived is kept and continued, byte for byte", .tags(.analytical))
  func brokenLine() throws {
    let server = try BreakingServer()
    let set = PublicDataSet(
      name: "x", title: "X", page: "https://example.org", licence: "none", format: "openair",
      files: [.init(name: "a.csv", address: server.address)])
    try DataSetTests.inFolder { folder in
      #expect(throws: DataSetError.self) { try DataSetFetcher().fetch(set, into: folder) }
      let part = try Data(contentsOf: folder.appendingPathComponent("a.csv.part"))
      #expect(part == BreakingServer.content.prefix(part.count) && !part.isEmpty)
      let place = try DataSetFetcher().fetch(set, into: folder)[0]
      #expect(try Data(contentsOf: place) == BreakingServer.content)
      #expect(server.starts().last == part.count)
    }
  }
}

@Suite("Where a server leads")
struct RedirectTests {
  @Test(
    "No way leads from a protected address to one that is not", .tags(.analytical),
    arguments: [
      ("https://a.cn/x", "http://a.cn/x", true), ("HTTPS://a.cn/x", "file:///etc/passwd", true),
      ("https://a.cn/x", "https://b.cn/y", false), ("http://a.cn/x", "https://a.cn/x", false),
      ("http://a.cn/x", "http://b.cn/x", false),
    ])
  func protection(_ from: String, _ to: String, _ isRefused: Bool) throws {
    let (from, to) = (try #require(URL(string: from)), try #require(URL(string: to)))
    #expect(DataSetNetwork.losesProtection(from: from, to: to) == isRefused)
    #expect(DataSetNetwork.losesProtection(from: from, to: nil) == (from.scheme != "http"))
  }
}
