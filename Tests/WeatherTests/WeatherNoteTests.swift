import Documents
import Foundation
import TestSupport
import Testing

@testable import Weather

@Suite("Remarks of weather models")
struct WeatherNoteTests {
  @Test("A remark keeps its facts and names, and says them in words", .tags(.analytical))
  func facts() throws {
    let note = WeatherNote(
      "weather-gaps", .warning, facts: ["percent": 30], names: ["temperature-lag-3"])
    #expect(note.english == "temperature (°C), 3 steps before is missing in 30 % of the steps")
    let data = try JSONEncoder().encode(note)
    #expect(try JSONDecoder().decode(WeatherNote.self, from: data) == note)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["message"] as? String == note.english)
  }

  @Test("Every remark has words", .tags(.property))
  func words() {
    for (identifier, facts, names) in [
      ("constant-weather", ["count": 1.0], ["pressure"]), ("many-gaps", ["percent": 60], []),
      ("steps-left-out", ["count": 2], []), ("steps-left-out-log", ["count": 2], []),
      ("empty-pool", ["count": 1], []), ("weather-gaps", ["percent": 30], ["humidity"]),
      ("change-held-apart", [:], ["2015-01-01"]), ("change-not-apart", [:], ["2015-01-01"]),
      ("years-apart", ["count": 1], ["2014 → 2015"]), ("short-series", ["days": 200], []),
    ] as [(String, [String: Double], [String])] {
      let text = WeatherNote(identifier, .note, facts: facts, names: names).english
      #expect(!text.contains("⟨") && !text.contains("{"), "\(text)")
      for name in names where name.contains("2015") { #expect(text.contains(name)) }
    }
  }
}
