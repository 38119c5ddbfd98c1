import AirQuality
import Store
import Foundation
import Ingest
import TestSupport
import Testing

@Suite("Real files in the archive", .enabled(if: SharedData.isPresent))
struct RealFilesTests {
  let scratch: ScratchFolder
  let archive: Archive
  let shenyang = Station(network: "stateair", identifier: "Shenyang")

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  private func read(_ relative: String) throws -> IngestedFile {
    try FileReader.read(path: SharedData.path(relative))
  }

  private func bytes(of path: String) throws -> Double {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.size] as? NSNumber).doubleValue
  }

  @Test("Twelve variables of a Beijing station take under 1.3 bytes a value", .tags(.golden))
  func beijingIsSmall() throws {
    let file = try read("beijing_prsa/PRSA_Data_Dongsi_20130301-20170228.csv")
    // The tables of the registry and their index take their pages whatever is in them.
    let emptyFolder = try ScratchFolder()
    try Archive(path: emptyFolder.archivePath, mode: .create).close()
    let empty = try bytes(of: emptyFolder.archivePath)
    let report = try archive.ingest(file)
    #expect(report.newSeries == 12)
    for series in file.series {
      #expect(try archive.series(series.pollutant, at: series.station) == series)
    }
    // RESEARCH 3.2: mean of Dongsi over all valid hours.
    let mean = try archive.query(
      "SELECT round(avg(value), 3) FROM observation WHERE pollutant = 'pm25'")
    #expect(mean.rows == [[.real(86.194)]])
    try archive.close()
    let size = try bytes(of: scratch.archivePath) - empty
    let values = file.series.reduce(0) { $0 + $1.count }
    #expect(size / Double(values) < 1.3)
  }

  @Test(
    "Both layouts of Shenyang 2014 agree, and years share midnight of New Year", .tags(.golden))
  func shenyangLayoutsAgree() throws {
    let years = try (2013...2015).map { try read("stateair/Shenyang_PM2.5_\($0)_YTD.csv") }
    let older = try read("stateair/Shenyang_2014_HourlyPM25_created20150203.csv")
    for file in years { try archive.ingest(file) }
    let before = try archive.series(.pm25, at: shenyang)
    let report = try archive.ingest(older)
    #expect(report.newSeries == 0)
    #expect(report.newValues == 0)
    #expect(report.equalValues == older.series.reduce(0) { $0 + $1.validCount })
    #expect(try archive.series(.pm25, at: shenyang) == before)
    for file in years + [older] { #expect(try archive.ingest(file).isRepeat) }
    #expect(try archive.sources().count == 4)
  }
}
