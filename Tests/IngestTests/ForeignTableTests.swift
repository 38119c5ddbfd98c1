import AirQuality
import Foundation
import Ingest
import TestSupport
import Testing
import TextFiles

private enum ForeignPython {
  /// Whether the environment has every package; `make setup` installs them.
  static let isPossible: Bool = {
    let script = "import openpyxl, pyarrow, xarray, h5netcdf, h5py, scipy, rdata, pandas"
    return (try? PythonEnvironment().run(script, on: [])) != nil
  }()
}

/// Tables that are no text, written by the libraries of their own formats and read through the same
/// Python that draws figures. Without its packages they are refused by name, which other tests hold.
@Suite("Tables that are no text", .enabled(if: ForeignPython.isPossible))
struct ForeignTableTests {
  /// What a script writes to standard output, in a file of its own.
  private func file(_ script: String, _ name: String) throws -> ScratchFile {
    let bytes = try PythonEnvironment().run(
      "import sys, io, datetime, pandas\nout = io.BytesIO()\n" + script
        + "\nsys.stdout.buffer.write(out.getvalue())", on: [])
    return try ScratchFile(bytes, name: name)
  }

  private var options: IngestOptions
  private let table = """
    table = pandas.DataFrame({
        "time": [datetime.datetime(2020, 1, 1, 0), datetime.datetime(2020, 1, 1, 1)],
        "station": ["港", "港"], "v": [12.5, float("nan")]})

    """

  init() throws {
    options = IngestOptions(descriptions: [
      try FormatDescription(
        yaml: """
          identifier: mine
          network: town
          station: { column: station }
          time: { column: time, pattern: "yyyy-MM-dd HH:mm:ss", utc_offset: "+09:00" }
          values: [{ column: v, pollutant: pm25, unit: µg/m³ }]
          """, file: "mine.yaml")
    ])
    options.foreign = PythonTables()
  }

  @Test(
    "A workbook, Parquet, R's rds and Stata's dta hold what was written", .tags(.golden),
    arguments: [
      ("table.to_excel(out, index=False)", "a.xlsx"),
      ("table.to_parquet(out)", "a.parquet"),
      (
        "import rdata, tempfile, os\npath = os.path.join(tempfile.mkdtemp(), 'a.rds')\n"
          + "table['time'] = table['time'].astype(str)\ntable = table.astype({'time': object, 'station': object})\n"
          + "rdata.write_rds(path, table)\nout.write(open(path, 'rb').read())", "a.rds"
      ),
      ("table.to_stata(out, write_index=False, version=118)", "a.dta"),
    ])
  func written(_ script: String, _ name: String) throws {
    let read = try file(table + script, name).read(options)
    let series = try #require(read.series.first)
    #expect(series.station.identifier == "港")
    #expect(series.axis.label(at: 0) == "2020-01-01T00:00:00+09:00")
    #expect(series.values == [12.5, nil])
  }

  @Test("Two sheets with values are refused by their names", .tags(.golden))
  func sheets() throws {
    let refusal = try file(
      table
        + "with pandas.ExcelWriter(out) as book:\n    table.to_excel(book, sheet_name='one')\n"
        + "    table.to_excel(book, sheet_name='二')", "a.xlsx"
    ).refusal(options)
    #expect(refusal.contains("2 sheets with values (one, 二)"), "\(refusal)")
  }

  @Test(
    "A grid of both kinds of netCDF is read place by place", .tags(.golden),
    arguments: ["h5netcdf", "scipy"])
  func grid(_ engine: String) throws {
    let script = """
      import xarray, numpy, tempfile, os
      data = xarray.Dataset(
          {"t2m": (("valid_time", "latitude", "longitude"),
                   numpy.array([[[273.15, 283.15]], [[274.15, 284.15]]], dtype="float32"),
                   {"units": "K"})},
          coords={"valid_time": pandas.date_range("2020-01-01", periods=2, freq="h"),
                  "latitude": [40.0], "longitude": [116.0, 116.25]})
      path = os.path.join(tempfile.mkdtemp(), "a.nc")
      data.to_netcdf(path, engine="\(engine)")
      out.write(open(path, "rb").read())
      """
    var grid = IngestOptions()
    grid.foreign = PythonTables()
    let read = try file(script, "era5.nc").read(grid)
    let temperatures = read.series.filter { $0.pollutant == .temperature }
    #expect(temperatures.count == 2)
    let first = try #require(temperatures.first { $0.station.coordinate?.longitude == 116 })
    #expect(first.unit == .degreesCelsius)
    #expect(zip(first.values, [0, 1]).allSatisfy { abs(($0 ?? .nan) - $1) < 1e-4 })
  }
}
