import AirQuality
@testable import Store
import Foundation
import GRDB
import Ingest

/// A packed block that somebody else wrote into the archive.
enum BlockTarget {
  /// The first two bytes are the count, the rest the payload, whose checksum is made to fit so
  /// that the decoders look further.
  static func unpack(_ input: [UInt8]) {
    guard input.count > 2 else { return }
    let count = Int(input[0]) | Int(input[1] & 15) << 8
    var payload = Array(input.dropFirst(2))
    if payload.count >= 24, payload.count % 8 == 0 {
      payload.replaceSubrange(0..<4, with: [1, 0, 0, 0])
      payload.replaceSubrange(4..<8, with: bytes(UInt32(count)))
      payload.replaceSubrange(16..<24, with: bytes(checksum(payload)))
    }
    let values = try? PackedBlock.decode(
      payload, count: count, seal: BlockSeal(series.key, year: 1970, start: 0))
    guard count > 0 else { return }
    let sum = total(of: payload, count: count)
    guard let values else { return }
    // Both decoders must agree on what they accept.
    let mine = values.filter { !$0.isNaN }.count
    precondition(sum.map { $0 == mine } ?? true, "Swift reads \(mine) values, C \(sum ?? -1)")
  }

  private static func checksum(_ payload: [UInt8]) -> UInt64 {
    var words: [UInt64] = []
    for start in stride(from: 0, to: payload.count, by: 8) {
      words.append(
        (0..<8).reduce(UInt64(0)) { $0 | UInt64(payload[start + $1]) << UInt64(8 * $1) })
    }
    return PackedBlock.checksum(of: words, from: PackedBlock.unsealedState)
  }

  private static func bytes<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
    (0..<(Word.bitWidth / 8)).map { UInt8(truncatingIfNeeded: word >> Word($0 * 8)) }
  }

  private static let series = MonitoringSeries(
    station: Station(network: "n", identifier: "s"), pollutant: .pm25,
    unit: .microgramsPerCubicMetre,
    axis: TimeAxis(start: Instant(secondsSinceEpoch: 0), step: 3_600, count: 2, utcOffset: 0),
    values: [1, 2])

  /// An archive with one series, whose block is replaced each time.
  private static let archive: (store: Archive, queue: DatabaseQueue) = {
    let path = NSTemporaryDirectory() + "/fuzz-\(ProcessInfo.processInfo.processIdentifier).sqlite"
    do {
      let store = try Archive(path: path, mode: .create)
      let source = SourceFile(
        path: "f", name: "f", sha256: "0", byteCount: 1, format: "f", rowCount: 2)
      _ = try store.ingest(
        IngestedFile(source: source, series: [series], notices: []), onConflict: .refuse)
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
      return (store, queue)
    } catch {
      fatalError("\(error)")
    }
  }()

  /// How many values SQL sees; `nil` when the block is refused.
  private static func total(of payload: [UInt8], count: Int) -> Int? {
    do {
      try archive.queue.write {
        try $0.execute(
          sql: "UPDATE block SET payload = ?, count = ?, valid = 0",
          arguments: [Data(payload), count])
      }
    } catch { fatalError("\(error)") }
    guard
      let result = try? archive.store.query(
        "SELECT count(value), sum(value), max(time), min(instant) FROM observation"),
      case .integer(let number)? = result.rows.first?.first
    else { return nil }
    return Int(number)
  }
}
