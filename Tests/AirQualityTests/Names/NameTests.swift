import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Names of pollutants")
struct NameTests {
  @Test("Form KC agrees with CPython's unicodedata", .tags(.golden))
  func normalisation() throws {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/AirQualityTests/Golden/normalisation.json")
    let pairs = try JSONDecoder().decode([[String]].self, from: Data(contentsOf: file))
    #expect(pairs.count > 400)
    for pair in pairs {
      let mine = CompatibilityForm.of(pair[0]).unicodeScalars.map(\.value)
      #expect(mine == pair[1].unicodeScalars.map(\.value), "\(pair)")
    }
  }

  @Test(
    "Field names in three languages are one pollutant", .tags(.analytical),
    arguments: [
      (
        "pm25",
        [
          "PM2.5", "PM₂.₅", "PM 2.5", "pm2_5", "pm2p5", "PM25", "ＰＭ２．５", "细颗粒物",
          "微小粒子状物質", "細懸浮微粒", "fine particulate matter",
        ]
      ),
      ("o3", ["O₃", "O3", "ozone", "Ozone", "臭氧", "オゾン", "ｵｿﾞﾝ"]),
      ("no2", ["NO₂", "NO2", "nitrogen_dioxide", "Nitrogen dioxide", "二氧化氮", "二酸化窒素"]),
      ("so2", ["SO₂", "sulfur dioxide", "sulphur dioxide", "二氧化硫", "二酸化硫黄", "二酸化いおう"]),
      ("co", ["CO", "carbon monoxide", "一氧化碳", "一酸化炭素"]),
      ("ox", ["Ox", "光化学オキシダント"]), ("spm", ["SPM", "浮遊粒子状物質"]),
      ("pm10", ["PM10", "PM₁₀", "可吸入颗粒物", "PM10.0"]), ("pm1", ["PM1", "PM1.0", "PM₁"]),
      ("nox", ["NOx", "NOₓ", "氮氧化物", "窒素酸化物"]), ("pm25_24h", ["PM2.5_24h", "PM25_24h"]),
      ("o3_8h_24h", ["O3_8h_24h", "O₃_8h_24h"]),
      ("wind_direction", ["wd", "wind_dir", "風向", "风向"]),
      ("wind_speed", ["ws", "风速", "風速", "WSPM"]), ("temperature", ["temp", "気温", "气温"]),
    ])
  func synonyms(_ identifier: String, _ names: [String]) {
    for name in names { #expect(Pollutant(name).identifier == identifier, "\(name)") }
  }

  @Test("Two Chinese compounds are two pollutants, under their English names", .tags(.analytical))
  func toluenes() {
    #expect(Pollutant("甲苯").identifier == "toluene")
    #expect(Pollutant("乙苯").identifier == "ethylbenzene")
    #expect(Pollutant("α-蒎烯").identifier == "alpha_pinene")
    #expect(Pollutant("エチルベンゼン") == Pollutant("乙苯"))
  }

  @Test("Names that no table has keep their letters", .tags(.analytical))
  func ownLetters() {
    #expect(Pollutant("机动车").identifier == "机动车")
    #expect(Pollutant("溶剂类").identifier == "溶剂类")
    #expect(Pollutant("Émission du port").identifier == "émission_du_port")
    #expect(Pollutant("e\u{301}") == Pollutant("é"))
    #expect(Pollutant("ก\u{0E33}").identifier == "กํา")
  }

  @Test("Two names that would meet are found, with both", .tags(.analytical))
  func meeting() {
    #expect(
      Pollutant.meeting(of: ["x", "factor 1", "factor-1"])
        == .init(first: "factor 1", second: "factor-1", pollutant: Pollutant("factor_1")))
    #expect(Pollutant.meeting(of: ["机动车", "溶剂类", "factor 1", "factor 2"]) == nil)
    #expect(Pollutant.meeting(of: ["PM2.5", "细颗粒物"])?.pollutant == .pm25)
  }

  /// How names in ASCII became identifiers before letters of every script were kept.
  private func former(_ name: String) -> String {
    let folded = String(
      name.lowercased().map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      })
    let aliases = [
      "pm2_5": "pm25", "pm25_mean": "pm25", "temp": "temperature", "pres": "pressure",
      "dewp": "dew_point", "rain": "precipitation", "wd": "wind_direction", "ws": "wind_speed",
      "wspm": "wind_speed", "hum": "humidity", "rh": "humidity",
      "blh": "boundary_layer_height", "pm2_5___principal": "pm25",
    ]
    return aliases[folded] ?? folded
  }

  @Test("Names in ASCII keep the identifiers that archives hold", .tags(.property))
  func identifiersStay() {
    let names =
      [
        "PM2.5", "pm25_mean", "PM2.5 - Principal", "TEMP", "DEWP", "RAIN", "WSPM",
        "n-butyl acetate",
        "m,p-xylene", "benzene", "Benzene", "i-Butane", "pm25_cf_1_b", "TNMOC", "voc_total",
        "isoprene_below_detection", "factor_1", "factor_solvent", "methane", "aqi", "pm25_24h",
      ] + SpeciesName.table.values
    for name in names { #expect(Pollutant(name).identifier == former(name), "\(name)") }
    var stream = RandomStream(seed: 5, index: 0)
    let letters = Array("abcxyzABC019 ._-()[]/%+,;:'\"")
    for _ in 0..<2_000 {
      let name = String(
        (0..<Int.random(in: 1...12, using: &stream)).map { _ in
          letters.randomElement(using: &stream) ?? "a"
        })
      let new = Pollutant(name)
      // What changed is what the table now recognises, and nothing else.
      #expect(new.identifier == former(name) || new.isKnown, "\(name)")
    }
  }

  @Test("An identifier is safe to write anywhere and stays what it is", .tags(.property))
  func safety() {
    var stream = RandomStream(seed: 7, index: 0)
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7e, 0xa0...0x24f, 0x370...0x4ff, 0x5d0...0x6ff, 0x900...0xdff, 0xe01...0xe4e,
      0x1100...0x11ff, 0x2000...0x2bff, 0x3000...0x30ff, 0x3300...0x33ff, 0x4e00...0x9fa0,
      0xac00...0xd7a0, 0xf900...0xfaff, 0xfe00...0xffee, 0x1d400...0x1d7ff, 0x1f300...0x1f6ff,
    ]
    for _ in 0..<3_000 {
      var name = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...8, using: &stream) {
        let range = ranges.randomElement(using: &stream) ?? ranges[0]
        name.append(Unicode.Scalar(UInt32.random(in: range, using: &stream)) ?? "x")
      }
      let pollutant = Pollutant(String(name))
      #expect(Pollutant(pollutant.identifier) == pollutant, "\(pollutant)")
      #expect(Pollutant(own: pollutant.identifier) == pollutant, "\(pollutant)")
      for scalar in pollutant.identifier.unicodeScalars {
        let isWord =
          scalar.isASCII
          ? scalar == "_" || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
          : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
        #expect(isWord, "\(name): U+\(String(scalar.value, radix: 16))")
      }
    }
  }
}
