import Documents
import AirQuality
import TextFiles
import Ingest
import TestSupport
import Testing

@Suite("Bad files are refused with what, where and what to do")
struct RefusalTests {
  private static let header =
    "\"No\",\"year\",\"month\",\"day\",\"hour\",\"PM2.5\",\"PM10\",\"SO2\",\"NO2\",\"CO\",\"O3\","
    + "\"TEMP\",\"PRES\",\"DEWP\",\"RAIN\",\"wd\",\"WSPM\",\"station\"\n"

  private static func row(
    _ date: String = "2013,3,1,0", pm25: String = "4", temperature: String = "-0.7",
    wind: String = "\"NNW\""
  ) -> String {
    "1,\(date),\(pm25),4,4,7,300,77,\(temperature),1023,-18.8,0,\(wind),4.4,\"Dongsi\"\n"
  }

  private static let badRows: [(String, String)] = {
    var all: [(String, String)] = []
    func add(_ given: String, _ expected: String) { all.append((given, expected)) }
    add(
      row() + row("2013,3,1,1", pm25: "4x"),
      "data.csv:3, column PM2.5: “4x” is not a number; say in a format description what "
        + "the mark behind the number means (marks), or put it in a column of its own"
    )
    add(
      row(pm25: "NaN"),
      "data.csv:2, column PM2.5: “NaN” is not a number; correct it; if the text means "
        + "missing, declare it in a format description (missing: …)"
    )
    add(
      row(pm25: "-999"),
      "data.csv:2, column PM2.5: -999 is not between -50 and 100000; declare it in a format "
        + "description as a sentinel if it means missing, or set “beyond: missing” to read the rest, "
        + "or correct the file"
    )
    add(
      row(temperature: "99.9"),
      "data.csv:2, column TEMP: 99.9 is not between -90 and 90; declare it in a format "
        + "description as a sentinel if it means missing, or set “beyond: missing” to read the rest, "
        + "or correct the file"
    )
    add(
      row(wind: "\"NX\""),
      "data.csv:2, column wd: “NX” is not a number; correct it; if the text means missing, "
        + "declare it in a format description (missing: …)"
    )
    add(
      row("2013,2,30,0"),
      "data.csv:2: 2013-02-30 00:00 does not exist; correct the stamp"
    )
    add(
      row("2013,3,1,25"),
      "data.csv:2: 2013-03-01 25:00 does not exist; correct the stamp"
    )
    add(
      row("2013,March,1,0"),
      "data.csv:2, column month: “March” is not a whole number; correct the stamp"
    )
    add(
      row() + row("2013,3,1,1") + row("2013,3,1,0"),
      "data.csv:4: 2013-03-01 00:00 comes after 2013-03-01 01:00 at Dongsi; sort the file by time, "
        + "or say in a format description that rows are in no order (order: any)"
    )
    add(
      row() + row("2013,3,1,1") + row("2013,3,1,1", pm25: "5"),
      "data.csv:4: 2013-03-01 01:00 at Dongsi stands already on line 3, with other values; "
        + "find out which row is right and remove the other"
    )
    add(
      row("1901,3,1,0") + row("2021,3,1,1"),
      "data.csv:3: 2 rows at Dongsi span 1901-03-01 00:00 to 2021-03-01 01:00; look for a "
        + "mistyped year"
    )
    add(
      row() + "2,2013,3,1,1,4\n",
      "data.csv:3: the row has 6 fields, the header 18; correct the row"
    )
    add(
      row() + row("2013,3,1,1,9"),
      "data.csv:3: the row has 19 fields, the header 18; correct the row"
    )
    add(
      row(wind: "\"NNW"),
      "data.csv:2, column wd: text follows the closing quotation mark of a field; double "
        + "quotation marks that are part of the text"
    )
    add("", "data.csv: the file has a header and no rows; get the file again, or leave it out")
    return all
  }()

  @Test(
    "Rows that cannot be right name line and column", .tags(.analytical),
    arguments: badRows)
  func rowsAreRefused(_ rows: String, _ expected: String) throws {
    #expect(try ScratchFile(Self.header + rows).refusal() == expected)
  }

  @Test("A file that is no table says what it is", .tags(.analytical))
  func otherFiles() throws {
    #expect(
      try ScratchFile("").refusal()
        == "data.csv: the file is empty; get the file again, or leave it out")
    #expect(
      try ScratchFile([0x89, 0x50, 0, 0, 1]).refusal()
        == "data.csv:1: the file is not text: it has a zero byte here; get the file again, or export it "
        + "as CSV")
    #expect(
      try ScratchFile([0x41, 0, 0x2c, 0, 0x42, 0, 0x0a, 0]).refusal()
        == "data.csv:1: the text is UTF-16 without a byte-order mark, not utf-8; save it as utf-8 "
        + "(in a spreadsheet: “CSV UTF-8”)")
    let file = try ScratchFile("x")
    let folder = String(file.path.dropLast("/data.csv".count))
    #expect(throws: IngestError.file(.folder(file: folder))) { try FileReader.read(path: folder) }
    #expect(throws: IngestError.file(.notFound(file: folder + "/none.csv"))) {
      try FileReader.read(path: folder + "/none.csv")
    }
    #expect(
      IngestError.file(.folder(file: "data")).explanation
        == "data: this is a folder; name the files in it")
    #expect(
      IngestError.file(.notFound(file: "none.csv")).explanation
        == "none.csv: there is no such file; check the path")
  }

  @Test("A truncated gzip file is refused, a whole one is read", .tags(.analytical))
  func gzip() throws {
    let whole = try ScratchFile(GzipFixture.cities, name: "cities.csv.gz")
    let file = try whole.read()
    #expect(file.source.format == "china-183-cities")
    #expect(file.source.byteCount == GzipFixture.cities.count)
    #expect(file.series.first?.values == [32.9, 33.3])
    #expect(
      try ScratchFile(Array(GzipFixture.cities.dropLast(9)), name: "cut.csv.gz").refusal()
        == "cut.csv.gz: the gzip file ends before its data do; get the file again")
    var damaged = GzipFixture.cities
    damaged[damaged.count - 5] ^= 0xff
    #expect(
      try ScratchFile(damaged, name: "bad.csv.gz").refusal()
        == "bad.csv.gz: the gzip file is damaged: incorrect data check; get the file again")
  }

  @Test("An unknown header names the nearest formats and what they want", .tags(.analytical))
  func unknownFormat() throws {
    #expect(
      try ScratchFile("city,date,pm25,lat\nA,2014-01-01,3,1\n").refusal()
        == "data.csv: no known format has the header “city, date, pm25, lat”; let “airaccord "
        + "describe” propose a format description for it, or compare with china-183-cities (lacks lon), openair (lacks ws, wd)"
    )
    #expect(
      try ScratchFile("a,b\n1,2\n").refusal()
        == "data.csv: no known format has the header “a, b”; let “airaccord describe” propose "
        + "a format description for it")
  }

  @Test("A forced format says which column it misses", .tags(.analytical))
  func missingColumn() throws {
    let file = try ScratchFile("city,date,pm25,lat\nA,2014-01-01,3,1\n")
    #expect(
      file.refusal(IngestOptions(format: "china-183-cities"))
        == "data.csv:1: the column “lon” of the format china-183-cities is missing; add it, or "
        + "choose another format; the header has “city, date, pm25, lat”")
    #expect(
      file.refusal(IngestOptions(format: "excel"))
        == "no format is called “excel”; choose one of: beijing-prsa, stateair, "
        + "stateair-historical, china-183-cities, japan-prefectures, rmweather, openair, "
        + "simulated-days, simulated-hours, china-sites, china-cities, wide-cities, "
        + "airaccord-long, airaccord-wide, openaq-archive, openaq-explorer, openaq-v3, us-aqs-hourly, us-aqs-daily, "
        + "ghcn-hourly, soramame-json, eea-parquet, netcdf-grid, era5-point, hysplit-tdump, aqcsv, airnow-hourly, "
        + "eea-csv, isd-lite, "
        + "isd-full, nies-hourly, soramame, japan-city, jma, purpleair, pmf-input, voc-gc")
  }

  @Test("Bytes that are not the format's encoding are found on their line", .tags(.analytical))
  func encoding() throws {
    let bytes =
      Array("city,date,pm25,lat,lon\nA,2014-01-01,3,1,1\nW".utf8) + [0xfc]
      + Array(",2014-01-01,3,1,1\n".utf8)
    #expect(
      try ScratchFile(bytes).refusal()
        == "data.csv:3: the text is not utf-8; save it as utf-8, or name its encoding in a format "
        + "description")
  }

  @Test("A mission whose clock is not known is refused", .tags(.analytical))
  func unknownClock() throws {
    let text = """
      Site,Parameter,Date (LT),Year,Month,Day,Hour,NowCast Conc.,AQI,AQI Category,Raw Conc.,\
      Conc. Unit,Duration,QC Name
      Hanoi,PM2.5,2016-01-01 01:00 AM,2016,01,01,01,1,1,Good,31.0,UG/M3,1 Hr,Valid

      """
    #expect(
      try ScratchFile(text).refusal()
        == "data.csv:2: the format stateair does not know the station “Hanoi”; write a format "
        + "description with its offset from UTC; known are Beijing, Chengdu, Guangzhou, Shanghai, "
        + "Shenyang")
  }

  @Test("A prefecture's file must be named by its code", .tags(.analytical))
  func namelessStation() throws {
    let text = "date,CO_mean,NO2_mean,NOX_mean,NO_mean,SO2_mean\n2011-01-01,1,1,1,1,1\n"
    #expect(
      try ScratchFile(text, name: "tokyo.csv").refusal()
        == "tokyo.csv: the file's name does not match ^([0-9]{2})\\.[A-Za-z]+$, which names the "
        + "station; rename the file")
    #expect(try ScratchFile(text, name: "13.csv").read().series.first?.station.name == "Tokyo")
  }
}
