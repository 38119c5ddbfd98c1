import AirQuality
import Ingest
import TestSupport
import Testing

@Suite("Weather of models, and where the air came from")
struct ReanalysisTests {
  private static let era5 = """
    valid_time,u10,v10,d2m,t2m,msl,sp,tp,blh,ssrd,tcc,sst,latitude,longitude
    2015-01-01 00:00:00,3.0,-4.0,270.15,273.15,102500,101300,0.0,250.5,0,0.25,,39.9,116.4
    2015-01-01 01:00:00,0.0,0.0,271.15,275.65,102400,101250,0.0012,400,360000,1,,39.9,116.4
    2015-01-01 02:00:00,-2.0,0.0,272.15,276.15,102300,101200,0.0004,600,720000,0,,39.9,116.4

    """

  private static func value(
    _ file: IngestedFile, _ pollutant: Pollutant, at position: Int
  ) throws -> Double? {
    try ArrangementTests.series(file, pollutant).values[position]
  }

  @Test("ERA5 of one place is read with ECMWF’s units", .tags(.analytical))
  func era5() throws {
    let file = try ScratchFile(Self.era5, name: "era5.csv").read()
    #expect(file.source.format == "era5-point")
    let temperature = try ArrangementTests.series(file, .temperature)
    #expect(temperature.unit == .degreesCelsius)
    #expect(temperature.station.identifier == "39.9_116.4")
    #expect(temperature.axis.label(at: 0) == "2015-01-01T00:00:00Z")
    #expect(abs((temperature.values[1] ?? .nan) - 2.5) < 1e-9)
    #expect(abs(try #require(try Self.value(file, .dewPoint, at: 0)) + 3) < 1e-9)
    #expect(try Self.value(file, .boundaryLayerHeight, at: 0) == 250.5)
    #expect(try Self.value(file, Pollutant("cloud_cover"), at: 0) == 25)
    // East 3, north −4 blows from the north-west: 360 − atan(3 / 4).
    #expect(try Self.value(file, .windSpeed, at: 0) == 5)
    #expect(abs(try #require(try Self.value(file, .windDirection, at: 0)) - 323.13010235) < 1e-6)
    #expect(try Self.value(file, .windDirection, at: 1) == nil)
    #expect(abs(try #require(try Self.value(file, .windDirection, at: 2)) - 90) < 1e-9)
    // Sums end at their stamp: 1.2 mm fell, and 360 kJ/m² shone, from 0 to 1 o'clock.
    let rain = try ArrangementTests.series(file, .precipitation)
    #expect(rain.axis.label(at: 0) == "2014-12-31T23:00:00Z")
    #expect(abs((rain.values[1] ?? .nan) - 1.2) < 1e-9)
    let sun = try ArrangementTests.series(file, Pollutant("solar_radiation"))
    #expect(abs((sun.values[1] ?? .nan) - 100) < 1e-9)
    // Everything that is known is weather to the models; what is not known is told.
    #expect(file.series.allSatisfy { $0.pollutant.kind == .weather })
    #expect(file.notices.contains { "\($0)".contains("sst") })
  }

  /// Two arrivals in the layout of NOAA's user guide; the second ends after 30 hours.
  private static let tdump: String = {
    var lines = [
      "     1     1", "    GDAS    15     1     1     0     0",
      "     2 BACKWARD OMEGA   ",
      "    15     1     5     6   39.900  116.400   500.0",
      "    15     1     5    12   39.900  116.400   500.0", "     1 PRESSURE",
    ]
    for age in 0...72 {
      for number in 1...2 where number == 1 || age <= 30 {
        // The first comes straight from the north at a quarter degree an hour, the second along its parallel.
        let latitude = number == 1 ? 39.9 + 0.25 * Double(age) : 39.9
        let longitude = number == 1 ? 116.4 : 116.4 - 0.1 * Double(age)
        lines.append(
          "     \(number)     1    15     1     5     0     0     0   -\(age).0   \(latitude)  "
            + "\(longitude)   500.0    900.0")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  @Test("HYSPLIT’s endpoints become places 24, 48 and 72 hours before", .tags(.analytical))
  func trajectories() throws {
    let file = try ScratchFile(Self.tdump, name: "tdump_dongsi").read()
    #expect(file.source.format == "hysplit-tdump")
    #expect(file.series.count == 6)
    let north = try ArrangementTests.series(file, Pollutant("trajectory_north_h24"))
    #expect(north.station.identifier == "tdump_dongsi")
    #expect(north.axis.label(at: 0) == "2015-01-05T06:00:00Z")
    #expect(north.axis.step == .seconds(21_600))
    // Six degrees of a meridian on a sphere of 6,371.0088 km.
    #expect(abs((north.values[0] ?? .nan) - 667.2) < 0.06)
    let east = try ArrangementTests.series(file, Pollutant("trajectory_east_h24"))
    #expect(abs(east.values[0] ?? .nan) < 0.06)
    #expect((-205.0 ... -204.0).contains(east.values[1] ?? .nan))
    let late = try ArrangementTests.series(file, Pollutant("trajectory_north_h72"))
    #expect(abs((late.values[0] ?? .nan) - 2_001.5) < 0.06 && late.values[1] == nil)
  }

  @Test("Forward trajectories and torn files are refused by line", .tags(.analytical))
  func refused() throws {
    let forward = try ScratchFile(
      Self.tdump.replacing("BACKWARD", with: "FORWARD"), name: "tdump"
    ).refusal()
    #expect(forward.contains("tdump") && forward.contains("FORWARD"), "\(forward)")
    let torn = try ScratchFile(
      Self.tdump.replacing("-24.0   39.9", with: "-24.0   x39.9"), name: "tdump"
    ).refusal()
    #expect(torn.contains("x39.9"), "\(torn)")
  }
}
