import AirQuality
import TestSupport
import Testing

@testable import Store

@Suite("Packed blocks")
struct PackedBlockTests {
  private let seal = BlockSeal(
    SeriesKey(station: "n/s", pollutant: .pm25, averaging: .hour), year: 1970, start: 0)

  @Test("Whole numbers, decimals, gaps and extremes come back bit for bit", .tags(.property))
  func roundTrips() throws {
    for (name, values) in AwkwardSeries.all {
      let payload = PackedBlock.encode(values, 0..<values.count, seal: seal)
      let decoded = try PackedBlock.decode(payload, count: values.count, seal: seal)
      #expect(AwkwardSeries.haveEqualBits(values, decoded), "\(name)")
    }
  }

  @Test("Three hundred random series come back bit for bit", .tags(.property))
  func randomSeriesRoundTrip() throws {
    for seed in 0..<300 {
      let values = AwkwardSeries.random(seed: UInt64(seed))
      let payload = PackedBlock.encode(values, 0..<values.count, seal: seal)
      let decoded = try PackedBlock.decode(payload, count: values.count, seal: seal)
      #expect(AwkwardSeries.haveEqualBits(values, decoded), "seed \(seed)")
    }
  }

  @Test("Values laid behind a block give the bytes of packing all of them", .tags(.property))
  func appendedAlike() throws {
    for (name, values) in AwkwardSeries.all
      + (0..<60).map({
        ("seed \($0)", AwkwardSeries.random(seed: UInt64($0)))
      })
    {
      let whole = PackedBlock.encode(values, 0..<values.count, seal: seal)
      for cut in Set([1, 63, 64, 65, 128, values.count / 2, values.count]) where cut <= values.count
      {
        let part = PackedBlock.encode(values, 0..<cut, seal: seal)
        let found = try PackedBlock.appending(
          Array(values[cut...]), to: part, count: cut, seal: seal)
        #expect(found == whole, "\(name), \(cut)")
      }
    }
  }

  @Test("Nothing is laid behind a damaged block or one of another place", .tags(.property))
  func appendedToDamage() {
    let values = (0..<150).map { Double($0 * $0 % 97) / 10 }
    let payload = PackedBlock.encode(values, 0..<150, seal: seal)
    for bit in stride(from: 0, to: payload.count * 8, by: 5) {
      var damaged = payload
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: PackedBlock.Damage.self) {
        try PackedBlock.appending([1], to: damaged, count: 150, seal: seal)
      }
    }
    #expect(throws: PackedBlock.Damage.inconsistent) {
      try PackedBlock.appending([1], to: payload, count: 149, seal: seal)
    }
    let other = BlockSeal(
      SeriesKey(station: "n/s", pollutant: .pm10, averaging: .hour), year: 1970, start: 0)
    #expect(throws: PackedBlock.Damage.checksum) {
      try PackedBlock.appending([1], to: payload, count: 150, seal: other)
    }
  }

  @Test("A stretch of an array packs like the stretch alone", .tags(.property))
  func stretchPacksAlike() {
    let values = AwkwardSeries.random(seed: 77) + AwkwardSeries.random(seed: 78)
    let range = 13..<values.count - 5
    #expect(
      PackedBlock.encode(values, range, seal: seal)
        == PackedBlock.encode(Array(values[range]), 0..<range.count, seal: seal))
  }

  @Test("A year of one constant takes one word a group and three at the head", .tags(.analytical))
  func constantIsSmall() {
    let payload = PackedBlock.encode([Double](repeating: 0, count: 8_760), 0..<8_760, seal: seal)
    let groups = (8_760 + 63) / 64
    #expect(payload.count == 8 * (3 + groups))
  }

  @Test("Winds in steps of 22.5 degrees take four bits, five with gaps", .tags(.analytical))
  func stepIsTakenOut() {
    var values = (0..<64).map { Double($0 % 16) * 22.5 }
    #expect(PackedBlock.encode(values, 0..<64, seal: seal).count == 8 * (3 + 1 + 4))
    values[5] = .nan
    #expect(PackedBlock.encode(values, 0..<64, seal: seal).count == 8 * (3 + 1 + 5))
  }

  @Test("Every single flipped bit is noticed", .tags(.property))
  func flippedBitsAreNoticed() {
    let values = (0..<150).map { (position: Int) -> Double in
      position % 7 == 3 ? .nan : Double(position * position % 97) / 10
    }
    let payload = PackedBlock.encode(values, 0..<values.count, seal: seal)
    for bit in 0..<payload.count * 8 {
      var damaged = payload
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: PackedBlock.Damage.self) {
        try PackedBlock.decode(damaged, count: values.count, seal: seal)
      }
    }
  }

  @Test("A shortened payload, another count and another version are refused", .tags(.analytical))
  func wrongShapesAreRefused() {
    let values = (0..<100).map(Double.init)
    let payload = PackedBlock.encode(values, 0..<100, seal: seal)
    #expect(throws: PackedBlock.Damage.truncated) {
      try PackedBlock.decode(Array(payload.prefix(20)), count: 100, seal: seal)
    }
    #expect(throws: PackedBlock.Damage.truncated) {
      try PackedBlock.decode(Array(payload.dropLast()), count: 100, seal: seal)
    }
    #expect(throws: PackedBlock.Damage.checksum) {
      try PackedBlock.decode(Array(payload.dropLast(8)), count: 100, seal: seal)
    }
    #expect(throws: PackedBlock.Damage.inconsistent) {
      try PackedBlock.decode(payload, count: 99, seal: seal)
    }
    var newer = payload
    newer[0] = 3
    #expect(throws: PackedBlock.Damage.unknownVersion(3)) {
      try PackedBlock.decode(newer, count: 100, seal: seal)
    }
  }
}
