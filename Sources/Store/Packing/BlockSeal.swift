import Documents
import AirQuality
import FoundationEssentials
import GRDB

/// Where a block belongs, as a number that its checksum starts from: a block that a damaged index
/// or row hands to another series, year or place does not unpack.
struct BlockSeal: Hashable, Sendable {
  let state: UInt64

  /// - Parameters:
  ///   - key: of the series.
  ///   - year: local year of the block.
  ///   - start: beginning of its first period, seconds since the epoch.
  init(_ key: SeriesKey, year: Int, start: Int) {
    self.init(
      station: key.station, pollutant: key.pollutant.identifier,
      averaging: key.averaging.description, instrument: key.instrument, year: year, start: start)
  }

  /// FNV-1a over the parts, each ended by a zero byte; `CObservationTable` computes the same.
  init(
    station: String, pollutant: String, averaging: String, instrument: String, year: Int,
    start: Int
  ) {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in [station, pollutant, averaging, instrument, String(year), String(start)] {
      for byte in part.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
      state = state &* 0x100_0000_01b3
    }
    self.state = state
  }
}

extension PackedBlock {
  /// Seals every block of an archive of formats 1 to 4 in its place.
  ///
  /// - Throws: `ArchiveError.damaged` for a block whose own checksum does not hold: such an
  ///   archive is left as it is.
  static func bindBlocks(_ database: Database) throws {
    let update = try database.cachedStatement(
      sql: "UPDATE block SET payload = ? WHERE series = ? AND year = ?")
    let all = try Row.fetchAll(
      database,
      sql: """
        SELECT station.*, series.*, series.id AS series_id
        FROM series JOIN station ON station.id = series.station ORDER BY series.id
        """)
    for row in all {
      let key = try SeriesKey(row, at: try Station(row))
      let identifier: Int64 = try row.checked("series_id")
      let blocks = try Row.fetchAll(
        database, sql: "SELECT year, start, payload FROM block WHERE series = ?",
        arguments: [identifier])
      for block in blocks {
        let year: Int = try block.checked("year")
        let payload: Data = try block.checked("payload")
        let seal = BlockSeal(key, year: year, start: try block.checked("start"))
        do {
          let bytes = try resealed([UInt8](payload), with: seal)
          try update.execute(arguments: [Data(bytes), identifier, year])
        } catch is Damage {
          throw ArchiveError.damaged(
            path: key.station,
            detail: say(
              "archive.packed-block", place: "\(key.pollutant)", year: String(year)))
        }
      }
    }
  }

  /// The same values under a seal.
  static func resealed(_ payload: [UInt8], with seal: BlockSeal) throws(Damage) -> [UInt8] {
    guard payload.count >= headerWords * 8, payload.count % 8 == 0 else { throw .truncated }
    var words = words(of: payload)
    guard words[0] & 0xffff_ffff == unsealedVersion else {
      throw .unknownVersion(Int(words[0] & 0xffff_ffff))
    }
    guard words[2] == checksum(of: words, from: Self.unsealedState) else { throw .checksum }
    words[0] = words[0] & ~0xffff_ffff | version
    words[2] = checksum(of: words, from: seal.state)
    return bytes(of: words)
  }
}
