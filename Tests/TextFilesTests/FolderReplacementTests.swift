import Foundation
import TestSupport
import Testing

@testable import TextFiles

@Suite("Folders that are exchanged as wholes")
struct FolderReplacementTests {
  /// A folder of one test's own, without symbolic links.
  private final class Scratch {
    let path: String
    init() throws {
      path =
        URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        + "/airaccord-folder-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names(_ folder: String) -> [String] {
      (FileManager.default.subpaths(atPath: "\(path)/\(folder)") ?? []).sorted()
    }
    func text(_ file: String) -> String? {
      FileManager.default.contents(atPath: "\(path)/\(file)")
        .map { String(decoding: $0, as: UTF8.self) }
    }
    func write(_ text: String, to file: String) throws {
      let place = URL(fileURLWithPath: "\(path)/\(file)")
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: place)
    }
  }

  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func place(
    _ files: [String: String], keepingOwn: Bool = false, replacing: Bool = false,
    owned: [String] = []
  ) throws(FolderFault) -> FolderReplacement.Placed {
    try FolderReplacement.place(
      files.map { ($0.key, Data($0.value.utf8)) }, in: scratch.path + "/out", owned: owned,
      keepingOwn: keepingOwn, replacing: replacing)
  }

  @Test("A reused folder holds nothing old", .tags(.analytical))
  func nothingOld() throws {
    let first = try place(["page.html": "1", "tables/a.csv": "1", "figures/f.svg": "1"])
    #expect(first.isInOneStep && first.keptAside == nil)
    #expect(
      first.files.map { ($0 as NSString).lastPathComponent } == ["f.svg", "page.html", "a.csv"])
    _ = try place(["page.html": "2", "tables/b.csv": "2"])
    #expect(
      scratch.names("out") == [".airaccord-files", "page.html", "tables", "tables/b.csv"])
    #expect(scratch.text("out/page.html") == "2")
    // Nothing is left beside it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }

  @Test("A folder that the program did not write is refused, and kept when it is to be replaced")
  func foreign() throws {
    try scratch.write("mine", to: "out/notes.txt")
    let fault = FolderFault.foreign("notes.txt", folder: scratch.path + "/out")
    #expect(throws: fault) { try place(["page.html": "1"]) }
    #expect(throws: fault) {
      try FolderReplacement.check(scratch.path + "/out", replacing: false)
    }
    #expect(scratch.names("out") == ["notes.txt"])
    let placed = try place(["page.html": "1"], replacing: true)
    #expect(placed.keptAside == scratch.path + "/out.replaced")
    #expect(scratch.text("out.replaced/notes.txt") == "mine")
    #expect(scratch.names("out") == [".airaccord-files", "page.html"])
  }

  @Test("A file that somebody laid beside a page is not taken away with it")
  func besidePage() throws {
    _ = try place(["page.html": "1"])
    try scratch.write("mine", to: "out/figures/photo.jpg")
    #expect(throws: FolderFault.foreign("figures/photo.jpg", folder: scratch.path + "/out")) {
      try place(["page.html": "2"])
    }
    #expect(scratch.text("out/page.html") == "1")
  }

  @Test("A file of the folder's name is named; an empty folder is used")
  func inTheWay() throws {
    try scratch.write("x", to: "out")
    #expect(throws: FolderFault.file(folder: scratch.path + "/out")) { try place(["a": "1"]) }
    try FileManager.default.removeItem(atPath: scratch.path + "/out")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/out", withIntermediateDirectories: true)
    #expect(try place(["a": "1"]).keptAside == nil)
  }

  @Test("A folder called like a file of the page leaves nothing half", .tags(.property))
  func folderOfAFilesName() throws {
    _ = try place(["report.html": "1", "dossier.json": "1"])
    try FileManager.default.removeItem(atPath: scratch.path + "/out/report.html")
    try scratch.write("x", to: "out/report.html/x")
    #expect(throws: FolderFault.self) { try place(["report.html": "2", "dossier.json": "2"]) }
    #expect(scratch.text("out/dossier.json") == "1")
  }

  @Test("What the program keeps there stays when it is asked to")
  func keeping() throws {
    _ = try place(["data.csv": "d"], owned: ["air.sqlite"])
    try scratch.write("archive", to: "out/air.sqlite")
    _ = try place(["page.html": "1"], keepingOwn: true)
    #expect(scratch.text("out/air.sqlite") == "archive" && scratch.text("out/data.csv") == "d")
    _ = try place(["data.csv": "e"], owned: ["air.sqlite"])
    #expect(scratch.names("out") == [".airaccord-files", "data.csv"])
  }

  @Test("What a killed run left beside the folder goes with the next")
  func leftovers() throws {
    // No process has this number: it is above the largest that Linux and macOS give.
    try scratch.write("half", to: ".out.airaccord-99999999/page.html")
    _ = try place(["page.html": "1"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }

  @Test("A symbolic link stays one, and what it points to is exchanged")
  func link() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/real", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/out", withDestinationPath: scratch.path + "/real")
    _ = try place(["a": "1"])
    #expect(scratch.text("real/a") == "1")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path + "/out")
        == scratch.path + "/real")
  }

  @Test("Where a parent is closed, the files are replaced one by one and it is said")
  func closedParent() throws {
    guard geteuid() != 0 else { return }
    _ = try place(["page.html": "1", "old.csv": "1"])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o555], ofItemAtPath: scratch.path)
    defer {
      try? FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: scratch.path)
    }
    let placed = try place(["page.html": "2"])
    #expect(!placed.isInOneStep)
    #expect(scratch.names("out") == [".airaccord-files", "page.html"])
    #expect(scratch.text("out/page.html") == "2")
  }
}
