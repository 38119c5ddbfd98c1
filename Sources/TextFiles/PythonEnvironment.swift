public import Foundation
import Synchronization

/// The Python that draws figures and reads formats with large libraries of their own.
///
/// It is the one that `AIRACCORD_PYTHON` names, else a `.venv` in a folder above the executable:
/// that of an installation, or of the checkout in which it was built. Nothing of the working folder
/// is run, neither a `.venv` nor a module: it may have come with somebody’s data. Bytes go in and
/// come out through pipes; nothing lies on disk.
public struct PythonEnvironment: Sendable {
  /// The interpreter; `nil` when none was found.
  public let interpreter: URL?

  /// What went wrong.
  package enum Fault: Error, Equatable {
    /// There is no interpreter.
    case absent
    /// A package is not installed.
    case lacks(String)
    /// The script ended with these words.
    case failed(String)
    /// It took longer than this many seconds.
    case tookTooLong(seconds: Int)
  }

  /// The environment of this machine.
  public init() {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["AIRACCORD_PYTHON"] {
      interpreter = URL(fileURLWithPath: named)
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
    interpreter = folders.map { $0.appendingPathComponent(".venv/bin/python") }
      .first { files.isExecutableFile(atPath: $0.path) }
  }

  /// A given interpreter; `nil` for none.
  public init(interpreter: URL?) { self.interpreter = interpreter }

  /// Runs a script on bytes.
  ///
  /// - Parameters:
  ///   - script: reads `sys.stdin.buffer` and writes `sys.stdout.buffer`. It ends with status 3 and the
  ///     name of a package where one is missing, and with few words where it fails.
  ///   - arguments: what `sys.argv[1:]` holds.
  ///   - seconds: after which it is ended.
  /// - Returns: what it wrote.
  package func run(
    _ script: String, _ arguments: [String] = [], on input: [UInt8],
    seconds: Int = WorkLimit.pythonSeconds.value
  ) throws(Fault) -> [UInt8] {
    guard let interpreter, FileManager.default.isExecutableFile(atPath: interpreter.path) else {
      throw .absent
    }
    // Where handles are short, Foundation traps instead of throwing.
    guard FileReplacement.hasHandles(16) else {
      throw .failed("too few file handles are left (ulimit -n)")
    }
    let process = Process()
    process.executableURL = interpreter
    // Isolated, so that a json.py of the working folder is not taken for Python’s own.
    process.arguments = ["-I", "-W", "ignore", "-c", script] + arguments
    let (feed, answer, words) = (Pipe(), Pipe(), Pipe())
    process.standardInput = feed
    process.standardOutput = answer
    process.standardError = words
    do {
      try process.run()
    } catch { throw .absent }
    // Both ends have small buffers: what goes in is written beside what is read.
    let writer = feed.fileHandleForWriting
    let data = Data(input)
    Thread {
      // A script that ends before it has read everything would end this program by a signal; its
      // own words say why it ended.
      Self.blockBrokenPipes()
      try? writer.write(contentsOf: data)
      try? writer.close()
    }.start()
    // Words beyond the pipe's buffer must not keep the answer waiting.
    let complaint = Mutex(Data())
    let listened = DispatchSemaphore(value: 0)
    let listener = words.fileHandleForReading
    Thread {
      let heard = listener.readDataToEndOfFile()
      complaint.withLock { $0 = heard }
      listened.signal()
    }.start()
    let ended = DispatchSemaphore(value: 0)
    let isLate = Mutex(false)
    let identifier = process.processIdentifier
    Thread {
      guard ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut else { return }
      isLate.withLock { $0 = true }
      kill(identifier, SIGKILL)
    }.start()
    let output = answer.fileHandleForReading.readDataToEndOfFile()
    // Its answer is whole when the pipe is closed; a script that lingers has no more to say.
    listened.wait()
    process.waitUntilExit()
    ended.signal()
    guard !isLate.withLock({ $0 }) else { throw .tookTooLong(seconds: seconds) }
    guard process.terminationStatus == 0 else {
      let text =
        String(decoding: complaint.withLock { $0.suffix(600) }, as: UTF8.self)
        .split(whereSeparator: \.isNewline).last.map(String.init) ?? "no words"
      throw process.terminationStatus == 3 ? .lacks(text) : .failed(text)
    }
    return Array(output)
  }

  /// Keeps SIGPIPE from the calling thread, where writing then fails with an error instead.
  private static func blockBrokenPipes() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
