import Documents
import TestSupport
import Testing

@testable import TextFiles

@Suite("Bytes of files")
struct FileBytesTests {
  @Test("A device without an end is refused before it fills the memory")
  func device() {
    let error = #expect(throws: FileFault.self) { try FileBytes.read("/dev/zero") }
    guard case .notText(_, _, "/dev/zero")? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
