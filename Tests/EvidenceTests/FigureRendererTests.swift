import Documents
@testable import Evidence
import Foundation
import TestSupport
import Testing

@Suite("Figures that cannot be drawn")
struct FigureRendererTests {
  /// An executable that stands in for Python; it reads nothing of what it is given.
  private func failure(_ script: String, of figures: [String: JSONValue] = ["bars": .string("")])
    throws -> FigureRenderer.Failure?
  {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("renderer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appendingPathComponent("python")
    try "#!/bin/sh\n\(script)\n".write(to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    do {
      _ = try FigureRenderer(python: program).render(figures)
      return nil
    } catch { return error }
  }

  @Test("A renderer that is absent and one that fails are told apart")
  func causes() throws {
    #expect(try failure("echo vl_convert >&2; exit 3") == .absent)
    #expect(
      try failure("echo 'ValueError: bad mark' >&2; exit 1") == .failed("ValueError: bad mark"))
    #expect(
      Catalogue.builtIn.text(
        FigureRenderer.Failure.failed("ValueError: bad mark").remark, .english)
        == "no figures: the renderer vl-convert failed: ValueError: bad mark")
    guard case .failed? = try failure("echo '{}'") else {
      Issue.record("an answer that is no rendering passed")
      return
    }
  }

  @Test("Where there are no figures no program is asked for them")
  func none() throws {
    #expect(try failure("exit 1", of: [:]) == nil)
  }

  @Test("A renderer that complains at length does not block")
  func manyWords() throws {
    let script =
      "i=0; while [ $i -lt 20000 ]; do echo 'a line of words' >&2; i=$((i+1)); done; exit 1"
    #expect(try failure(script) == .failed("a line of words"))
  }

  @Test("A renderer that ends before it has read its figures does not end the program")
  func unread() throws {
    // 400 kB: more than a pipe holds.
    let figure = JSONValue.string(String(repeating: "word ", count: 80_000))
    #expect(
      try failure("echo 'out of memory' >&2; exit 1", of: ["long": figure])
        == .failed("out of memory"))
  }
}
