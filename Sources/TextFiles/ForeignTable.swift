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
  package var name: String {
    switch self {
    case .parquet: "a Parquet table"
    case .netCDF: "a netCDF or HDF5 file"
    case .workbook: "an Excel workbook (.xlsx)"
    case .rData: "data of R (rds or rda)"
    case .stata: "a data set of Stata"
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
          "\(kind.name), which is read through Python, and there is none",
          remedy:
            "run “make setup”, or make a .venv beside the command (or set AIRACCORD_PYTHON) and "
            + "there \(install); or save the table as CSV", file: file)
      case .lacks(let package):
        throw .notText(
          "\(kind.name), which is read through Python’s package \(package), and that is not installed",
          remedy:
            "\(environment.interpreter?.path ?? "python") -m \(install); or save the table as CSV",
          file: file)
      case .tookTooLong(let seconds):
        throw .notText(
          "\(kind.name) whose reading took longer than the limit of \(seconds) s",
          remedy:
            "set \(WorkLimit.pythonSeconds.rawValue) to more seconds, or save the table as CSV",
          file: file)
      case .failed(let words):
        let parts = words.split(separator: "\t", maxSplits: 1).map(String.init)
        throw .notText(
          "\(kind.name) that cannot be read: \(parts.first ?? words)",
          remedy: parts.count > 1
            ? parts[1]
            : "open it in its own program and save the table as CSV, or get the file again",
          file: file)
      }
    }
  }
}
