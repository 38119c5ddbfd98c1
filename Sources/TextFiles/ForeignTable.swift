package import Documents
import Foundation

/// Tables in files that are no text, told by their first bytes.
public enum ForeignTable: String, Sendable, CaseIterable {
  case parquet, netCDF = "netcdf", workbook, rData = "rdata", stata

  /// What the bytes begin like; `nil` for text and everything else.
  package init?(_ bytes: [UInt8]) {
    func begins(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    if begins("PAR1") {
      self = .parquet
    } else if begins([0x43, 0x44, 0x46, 1]) || begins([0x43, 0x44, 0x46, 2])
      || begins([0x89, 0x48, 0x44, 0x46])
    {
      self = .netCDF
    } else if begins("RDX2\n") || begins("RDX3\n") || begins("X\n\0\0\0") {
      self = .rData
    } else if begins("<stata_dta>")
      || (bytes.count > 109 && (113...115).contains(bytes[0]) && bytes[2] == 1)
    {
      self = .stata
    } else if OtherFile.isWorkbook(bytes) {
      self = .workbook
    } else {
      return nil
    }
  }

  /// What it is called in a message.
  package var name: Message {
    switch self {
    case .parquet: "error.kind.parquet"
    case .netCDF: "error.kind.netcdf"
    case .workbook: "error.kind.workbook"
    case .rData: "error.kind.r-data"
    case .stata: "error.kind.stata"
    }
  }

  /// The packages of Python that read it.
  package var packages: [String] {
    switch self {
    case .parquet: ["pyarrow"]
    case .netCDF: ["xarray", "h5netcdf", "h5py", "scipy"]
    case .workbook: ["openpyxl"]
    case .rData: ["rdata", "pandas"]
    case .stata: ["pandas"]
    }
  }

  /// The script that writes it as comma-separated text.
  fileprivate var script: String { PythonScripts.common + (PythonScripts.bodies[self] ?? "") }
}

/// Reads tables that are no text.
public protocol ForeignTableReading: Sendable {
  /// The table as comma-separated text in UTF-8.
  ///
  /// - Throws: `FileFault` with what to install, or what is wrong with the file.
  func text(of bytes: [UInt8], kind: ForeignTable, file: String) throws(FileFault) -> [UInt8]
}

/// Reads them through Python.
public struct PythonTables: ForeignTableReading {
  private let environment: PythonEnvironment

  /// Through an environment; by default that of this machine.
  public init(_ environment: PythonEnvironment = PythonEnvironment()) {
    self.environment = environment
  }

  /// The table as comma-separated text.
  ///
  /// - Throws: `FileFault` with what to install, or what is wrong with the file.
  public func text(
    of bytes: [UInt8], kind: ForeignTable, file: String
  ) throws(FileFault) -> [UInt8] {
    let install = "pip install \(kind.packages.joined(separator: " "))"
    do throws(PythonEnvironment.Fault) {
      return try environment.run(kind.script, on: bytes)
    } catch {
      switch error {
      case .absent:
        throw .notText(
          Message("error.files.no-python", ["kind": .fact(kind.name)]),
          remedy:
            Message("error.files.run-make-setup-make", ["install": .fact(install)]), file: file)
      case .lacks(let package):
        throw .notText(
          Message(
            "error.files.no-package", ["kind": .fact(kind.name), "package": .fact(package)]),
          remedy:
            Message(
              "error.files.m-save-table-csv",
              ["path": .fact(environment.interpreter?.path ?? "python"), "install": .fact(install)]),
          file: file)
      case .tookTooLong(let seconds):
        throw .notText(
          Message("error.files.too-slow", ["kind": .fact(kind.name), "seconds": .fact(seconds)]),
          remedy:
            Message(
              "error.files.set-more-seconds-save",
              ["pythonSeconds": .fact(WorkLimit.pythonSeconds.rawValue)]),
          file: file)
      case .failed(let words):
        let parts = words.split(separator: "\t", maxSplits: 1).map(String.init)
        throw .notText(
          Message(
            "error.files.not-readable",
            ["kind": .fact(kind.name), "words": .fact(parts.first ?? words)]),
          remedy: parts.count > 1
            ? .verbatim(parts[1])
            : "error.files.open-own-program-save",
          file: file)
      }
    }
  }
}
