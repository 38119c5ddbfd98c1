import Documents
import AirQuality
import ArchiveFiles
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Ingest

@Suite("Names, units and places in files")
struct QuantityReadingTests {
  private static let time =
    "time: { column: t, pattern: \"yyyy-MM-dd HH:mm\", utc_offset: \"+00:00\" }\n"

  private func description(_ values: String, extra: String = "") throws(IngestError)
    -> FormatDescription
  {
    try FormatDescription(
      yaml: "identifier: mine\nnetwork: mine\nstation: { value: one }\n\(Self.time)\(extra)"
        + "values: [\(values)]\n", file: "mine.yaml")
  }

  private func refusal(_ values: String) -> String {
    do throws(IngestError) {
      _ = try description(values)
      return "no error"
    } catch {
      return error.explanation
    }
  }

  private func read(_ text: String, _ format: FormatDescription) throws -> IngestedFile {
    try ScratchFile(text).read(IngestOptions(descriptions: [format]))
  }

  @Test(
    "Usual names of a description are one pollutant (S26, S27)", .tags(.analytical),
    arguments: [
      ("PM2.5", "pm25"), ("pm2.5", "pm25"), ("pm2_5", "pm25"), ("PM25", "pm25"),
      ("pm2p5", "pm25"), ("O₃", "o3"), ("ozone", "o3"), ("NO₂", "no2"), ("NO2", "no2"),
      ("nitrogen_dioxide", "no2"), ("SPM", "spm"), ("PM2.5_24h", "pm25_24h"), ("甲苯", "toluene"),
      ("二酸化窒素", "no2"), ("细颗粒物", "pm25"), ("臭氧", "o3"),
    ])
  func names(_ written: String, _ identifier: String) throws {
    let format = try description("{ column: v, pollutant: \"\(written)\", unit: µg/m³ }")
    let file = try read("t,v\n2020-01-01 00:00,5\n", format)
    #expect(file.series.map(\.pollutant.identifier) == [identifier])
  }

  @Test("What is not known is refused where it stands, with what is near", .tags(.analytical))
  func refusals() {
    #expect(
      refusal("{ column: v, pollutant: fine dust, unit: µg/m³ }")
        == "mine.yaml:5: “values[1].pollutant” is “fine dust”, which is no known pollutant or "
        + "variable; write a usual name such as pm25 or ozone, or declare a quantity of your own "
        + "with “own: true”")
    #expect(
      refusal("{ column: v, pollutant: tolunee, unit: ppb }")
        == "mine.yaml:5: “values[1].pollutant” is “tolunee”, which is no known pollutant or "
        + "variable; did you mean toluene? Or declare a quantity of your own with “own: true”")
    #expect(
      refusal("{ column: v, pollutant: pm25, unit: ppb }")
        == "mine.yaml:5: “values[1].unit” is “ppb”, in which PM2.5 is not measured; write one of: "
        + "µg/m³, mg/m³, ng/m³, pg/m³")
    #expect(
      refusal("{ column: v, pollutant: wind_speed, unit: furlong }")
        == "mine.yaml:5: “values[1].unit” is “furlong”, which is no known unit; write one of: m/s, "
        + "cm/s, km/h, kn, mph, ft/s")
    #expect(
      refusal("{ column: v, pollutant: temp, unit: furlong, own: true }")
        == "mine.yaml:5: “values[1].pollutant” is “temp”, which is the known quantity temperature; "
        + "leave “own” out, or choose another name")
  }

  @Test(
    "Kelvin, knots and pascal are put to their units, with a notice (U05, U06)", .tags(.analytical))
  func conversions() throws {
    let format = try description(
      "{ column: T, pollutant: temperature, unit: K, sentinels: [-999] }, "
        + "{ column: ws, pollutant: wind_speed, unit: knots }, "
        + "{ column: p, pollutant: pressure, unit: kPa, scale: 0.1 }, "
        + "{ column: f, pollutant: dew_point, unit: °F }")
    let file = try read(
      "t,T,ws,p,f\n2020-01-01 00:00,283.15,10,1013.2,32\n2020-01-01 01:00,290.3,3,1000,33.8\n"
        + "2020-01-01 02:00,-999,,,\n", format)
    #expect(file.series.map(\.unit.symbol) == ["°C", "m/s", "hPa", "°C"])
    #expect(file.series[0].values == [10, 17.15, nil])
    let speeds: [Double?] = [18_520 / 3_600.0, 5_556 / 3_600.0, nil]
    #expect(file.series[1].values == speeds)
    #expect(file.series[2].values == [1_013.2, 1_000, nil])
    #expect(file.series[3].values == [0, 1, nil])
    #expect(
      file.told.filter { $0.kind == .unitConverted }.map(\.message) == [
        "temperature in K is put to °C: (K − 273.15)",
        "wind speed in kn is put to m/s: kn × 1852 / 3600",
        "pressure in kPa is put to hPa: kPa × 10",
        "dew point in °F is put to °C: (°F − 32) × 5 / 9",
      ])
  }

  @Test("A number is judged as it is written: 20 K are no air", .tags(.analytical))
  func plausibility() throws {
    let format = try description("{ column: T, pollutant: temperature, unit: K }")
    #expect(
      try ScratchFile("t,T\n2020-01-01 00:00,20\n").refusal(IngestOptions(descriptions: [format]))
        .contains("20"))
    #expect(try read("t,T\n2020-01-01 00:00,200\n", format).series[0].values == [-73.15])
  }

  @Test("Rows that name their pollutant convert each in its unit", .tags(.analytical))
  func rows() throws {
    let format = try FormatDescription(
      yaml: "identifier: mine\nnetwork: mine\nstation: { value: one }\n\(Self.time)"
        + "pollutants: { column: what, value: v, names: { T: { pollutant: temp, unit: K }, "
        + "P: { pollutant: PM2.5, unit: ug/m3 } } }\n", file: "mine.yaml")
    let file = try read(
      "t,what,v\n2020-01-01 00:00,T,280.15\n2020-01-01 00:00,P,35\n2020-01-01 01:00,T,281.15\n"
        + "2020-01-01 01:00,P,36\n", format)
    #expect(file.series.first { $0.pollutant == .temperature }?.values == [7, 8])
    #expect(file.series.first { $0.pollutant == .pm25 }?.values == [35, 36])
  }

  @Test("A normal cubic metre sets the reference state and allows no other", .tags(.analytical))
  func normalVolume() throws {
    let format = try description("{ column: v, pollutant: so2, unit: µg/Nm3 }")
    #expect(format.values[0].unit == .microgramsPerCubicMetre)
    #expect(format.values[0].referenceState == .kelvin273)
    #expect(
      refusal("{ column: v, pollutant: so2, unit: µg/Nm3, reference_state: ambient }")
        == "mine.yaml:5: “values[1].reference_state” is “ambient”, but a normal cubic metre (Nm³) "
        + "is kelvin-273; write the unit without N, or leave the reference state out")
  }

  @Test("A quantity of one's own is kept as it is written", .tags(.analytical))
  func own() throws {
    let format = try description(
      "{ column: v, pollutant: 機動車台数, unit: furlong, own: true }")
    let file = try read("t,v\n2020-01-01 00:00,1234567\n", format)
    #expect(file.series[0].pollutant.identifier == "機動車台数")
    #expect(file.series[0].unit.symbol == "furlong")
    #expect(file.series[0].values == [1_234_567])
    #expect(!file.series[0].pollutant.isKnown)
  }

  @Test("Two columns that would be one series are refused with both names", .tags(.analytical))
  func meeting() throws {
    #expect(
      refusal(
        "{ column: factor 1, pollutant: factor 1, unit: x, own: true }, "
          + "{ column: factor-1, pollutant: factor-1, unit: x, own: true }")
        == "mine.yaml:5: “values” has the columns “factor 1” and “factor-1”, which would both be "
        + "factor_1; tell them apart by “instrument”, leave one of them out, or declare it as a "
        + "quantity of your own with “own: true”"
    )
    let twice = try ScratchFile(
      "Time,甲苯,Toluene,Benzene,Ethane,Propane,n-Butane\n2022-07-01 08:00,1,2,3,4,5,6\n"
        + "2022-07-01 09:00,1,2,3,4,5,6\n", name: "gc.csv")
    #expect(
      twice.refusal()
        == "gc.csv:1: the columns “甲苯” and “Toluene” would both be toluene; rename one of them, or "
        + "leave it out of the file")
  }

  @Test("Two Chinese aromatics are two series", .tags(.analytical))
  func toluenes() throws {
    let format = try description(
      "{ column: 甲苯, pollutant: 甲苯, unit: ppb }, { column: 乙苯, pollutant: 乙苯, unit: ppb }")
    let file = try read("t,甲苯,乙苯\n2020-01-01 00:00,5,7\n", format)
    #expect(file.series.map(\.pollutant.identifier) == ["toluene", "ethylbenzene"])
    #expect(file.series.map(\.values) == [[5], [7]])
  }

  @Test("Drawn names of any script stay apart or are refused", .tags(.property))
  func drawnNames() throws {
    var stream = RandomStream(seed: 11, index: 0)
    let letters = Array("aB1 _-.µ²₂Ａ甲乙苯機動車αβéяЖ한글กำअ☃🙂→()/")
    var refused = 0
    for _ in 0..<150 {
      let names = (0..<3).map { _ in
        String(
          (0..<Int.random(in: 1...3, using: &stream)).map { _ in
            letters.randomElement(using: &stream) ?? "a"
          })
      }
      let columns = names.enumerated().map { index, name in
        "{ column: c\(index), pollutant: \"\(name)\", unit: x, own: true }"
      }
      let format: FormatDescription
      do throws(IngestError) {
        format = try description(columns.joined(separator: ", "))
      } catch {
        // Refused with both names, or because a name is that of a known quantity or blank.
        let words = error.explanation
        #expect(
          words.contains("would both be") || words.contains("which is the known quantity"),
          "\(names): \(words)")
        refused += 1
        continue
      }
      let file = try read("t,c0,c1,c2\n2020-01-01 00:00,1,2,3\n", format)
      #expect(file.series.map(\.values) == [[1], [2], [3]], "\(names)")
      #expect(Set(file.series.map(\.pollutant)).count == 3, "\(names)")
    }
    #expect(refused > 10 && refused < 140)
  }

  @Test("Exchanged coordinates are refused with the word (C01)", .tags(.analytical))
  func exchanged() throws {
    let format = try FormatDescription(
      yaml: "identifier: mine\nnetwork: mine\nstation: { column: s }\n\(Self.time)"
        + "latitude: lat\nlongitude: lon\nvalues: [{ column: v, pollutant: pm25, unit: µg/m³ }]\n",
      file: "mine.yaml")
    let options = IngestOptions(descriptions: [format])
    #expect(
      try ScratchFile("s,t,lat,lon,v\n1,2020-01-01 00:00,116.4,39.9,5\n").refusal(options)
        == "data.csv:2: latitude 116.4, longitude 39.9 of this row is no place; exchange the two: "
        + "latitude runs from -90 to 90, so the columns look exchanged")
    #expect(
      try ScratchFile("s,t,lat,lon,v\n1,2020-01-01 00:00,39.9,216.4,5\n").refusal(options)
        == "data.csv:2: latitude 39.9, longitude 216.4 of this row is no place; correct the "
        + "coordinates")
    let nowhere = try read(
      "s,t,lat,lon,v\n1,2020-01-01 00:00,0,0,5\n1,2020-01-01 01:00,0.0,0.0,6\n", format)
    #expect(nowhere.series[0].station.coordinate == nil)
    #expect(
      nowhere.told == [
        Told(
          kind: .placeDropped,
          message: "1 is said to stand at latitude 0, longitude 0, in the sea off Africa; that "
            + "place is not kept", line: 2, count: 2)
      ])
    // One minute of latitude is 1.853 km on the mean sphere.
    let moved = try read(
      "s,t,lat,lon,v\n1,2020-01-01 00:00,40,116,5\n1,2020-01-01 01:00,40.0166667,116,6\n", format)
    #expect(moved.series[0].station.coordinate == Coordinate(latitude: 40, longitude: 116))
    #expect(
      moved.told.map(\.message) == [
        "1 has other coordinates than before, 1.9 km away; the first are kept"
      ])
  }

  @Test("Every name and unit of the built-in formats is in the closed lists", .tags(.property))
  func builtIn() throws {
    for format in FormatCatalogue.descriptions {
      let columns =
        format.values + (format.wide.map { [$0] } ?? [])
        + (format.pollutants.map { Array($0.names.values) } ?? [])
      // The common column of a wide table of many pollutants has no pollutant of its own.
      for column in columns where !(format.pollutants != nil && column == format.wide) {
        let place = "\(format.identifier): \(column.pollutant) in \(column.unit)"
        #expect(column.pollutant.isKnown, "\(place)")
        #expect(MeasurementUnit(column.unit.symbol) == column.unit, "\(place)")
        #expect(column.pollutant.allows(column.unit), "\(place)")
        if let target = column.pollutant.readAs { #expect(column.unit == target, "\(place)") }
      }
      for name in format.pollutants?.names.keys.sorted() ?? [] {
        #expect(Pollutant(name) == format.pollutants?.names[name]?.pollutant, "\(name)")
      }
    }
    for (pollutant, unit) in Japanese.Element.usualUnits {
      #expect(pollutant.allows(unit), "\(pollutant)")
    }
    let folder = SharedData.checkout.appendingPathComponent("Tests/IngestTests/Samples")
    for name in [
      "airnow.dat", "aqcsv.csv", "eea.csv", "jma.csv", "nies.csv", "openaq.csv", "openaq-v3.json",
      "purpleair.csv", "soramame.csv", "voc-gc.csv", "yokohama.csv", "545110-99999-2015",
      "isd-full",
      "hourly_44201_2019.zip", "china_sites_20180831.csv",
    ] {
      let file = try FileReader.read(
        path: folder.appendingPathComponent(name).path,
        options: IngestOptions(archives: LibraryArchives()))
      #expect(!file.series.isEmpty)
      for series in file.series {
        #expect(series.pollutant.isKnown, "\(name): \(series.pollutant)")
        #expect(series.pollutant.allows(series.unit), "\(name): \(series.pollutant) \(series.unit)")
      }
    }
  }
}
