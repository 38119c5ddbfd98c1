import Documents
import AirQuality

/// Reads what the rows of a file call their pollutants and units; each pair is looked up once.
struct QuantityWords {
  private var known: [String: Result<ReadQuantity, QuantityError>] = [:]

  /// What a pair of words means; `nil` for a name that is not known, whose rows are left out with a
  /// notice.
  ///
  /// - Throws: `IngestError.quantity` for a unit that is not known or measures something else.
  mutating func read(
    _ name: String, unit: String, columns: (name: String, unit: String), file: String, line: Int,
    _ notices: inout NoticeBook
  ) throws(IngestError) -> ReadQuantity? {
    let key = "\(name)\u{0}\(unit)"
    let reading: Result<ReadQuantity, QuantityError>
    if let found = known[key] {
      reading = found
    } else {
      reading = Result { () throws(QuantityError) in try ReadQuantity(name, unit: unit) }
      known[key] = reading
    }
    switch reading {
    case .success(let quantity): return quantity
    case .failure(let error) where error.isAboutUnit:
      throw .quantity(error, column: columns.unit, file: file, line: line)
    case .failure:
      notices.note(
        .rowsIgnored,
        say("ingest.no-known-pollutant", name: name, column: columns.name), line: line)
      return nil
    }
  }
}

extension IngestError {
  /// Refuses columns whose names would become one pollutant.
  static func refuseMeeting(
    of names: [String], file: String, line: Int, reading: (String) -> Pollutant = { Pollutant($0) }
  ) throws(IngestError) {
    guard let meeting = Pollutant.meeting(of: names, reading: reading) else { return }
    throw .namesMeet(
      meeting.first, meeting.second, pollutant: meeting.pollutant.identifier, file: file,
      line: line)
  }
}
