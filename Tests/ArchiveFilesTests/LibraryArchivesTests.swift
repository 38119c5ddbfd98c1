import ArchiveFiles
import ByteKernels
import TestSupport
import Testing

@Suite("Archives")
struct LibraryArchivesTests {
}
