import Foundation
import TestSupport
import Testing

@Suite("Installing")
struct InstallTests {
  @Test("An installed command runs from its prefix, with completions and a page for every verb")
  func install() throws {
    try withFolder { folder in
      let prefix = folder.appendingPathComponent("prefix")
      let built = URL(fileURLWithPath: CommandLine.arguments[0])
        .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("airaccord")
      let process = Process()
      process.executableURL = SharedData.checkout.appendingPathComponent(".ci/install")
      process.arguments = [built.path, prefix.path, "--without-figures"]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)

      let installed = Process()
      installed.executableURL = prefix.appendingPathComponent("bin/airaccord")
      installed.arguments = ["formats"]
      installed.standardOutput = FileHandle.nullDevice
      try installed.run()
      installed.waitUntilExit()
      #expect(installed.terminationStatus == 0)

      for file in [
        "bash-completion/completions/airaccord", "zsh/site-functions/_airaccord",
        "fish/vendor_completions.d/airaccord.fish",
      ] {
        let text = try String(
          contentsOf: prefix.appendingPathComponent("share/\(file)"), encoding: .utf8)
        #expect(text.contains("evaluate"), "\(file)")
      }
      let manual = prefix.appendingPathComponent("share/man/man1")
      let page = try String(
        contentsOf: manual.appendingPathComponent("airaccord-evaluate.1"), encoding: .utf8)
      #expect(page.contains(".Nd Answer a study and write its dossier"))
      let pages = try FileManager.default.contentsOfDirectory(atPath: manual.path)
      #expect(pages.contains("airaccord.1") && pages.contains("airaccord-projects-list.1"))
    }
  }
}
