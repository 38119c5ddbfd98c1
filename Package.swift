// swift-tools-version: 6.2

import PackageDescription

/// One settings array for every Swift target of ours: the compiler marks each
/// unsafe expression, and a warning stops the build.
let houseSettings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "AirAccord",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "airaccord", targets: ["AirAccordCommand"]),
    .library(name: "AirAccord", targets: ["AirAccord"]),
    // For `.load` and `load_extension`: the table `observation` in any SQLite.
    .library(name: "AirAccordSQLite", type: .dynamic, targets: ["CObservationExtension"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Foundation: linear algebra, distributions, random streams, bytes. Nothing about air.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CXGBoost", providers: [.apt(["libxgboost-dev"])]),
    .target(name: "CBoostMath"),
    .target(
      name: "NumericKernels", dependencies: ["COpenBLAS", "CBoostMath"],
      swiftSettings: houseSettings),
    // Station × time panels: fixed effects, staggered designs, synthetic controls, low rank.
    .target(
      name: "PanelKernels", dependencies: ["NumericKernels", "COpenBLAS"],
      swiftSettings: houseSettings),

    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // The tables of Datasets/ that are needed at run time, embedded into the binary.
    .target(name: "CReferenceTables"),
    // Documents, tables, charts and the catalogue of texts. Nothing about air; under all that speaks.
    .target(
      name: "Documents",
      dependencies: ["CReferenceTables", .product(name: "Mustache", package: "swift-mustache")],
      swiftSettings: houseSettings),
    // Exchanges folders in one step, and removes what is half written when a signal ends the program.
    .target(name: "CFileSystem"),
    .target(
      name: "TextFiles",
      dependencies: ["CZlib", "CCrypto", "CFileSystem", "CReferenceTables", "Documents", "Yams"],
      swiftSettings: houseSettings),

    // Archives other than gzip, for the program: whoever links the library alone needs no libarchive.
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .target(
      name: "ArchiveFiles", dependencies: ["CArchive", "TextFiles", "Documents"],
      swiftSettings: houseSettings),

    // Domain: pollutants, time, stations, series. Nothing about statistics.
    .target(
      name: "AirQuality",
      dependencies: ["NumericKernels", "TextFiles", "Documents"],
      swiftSettings: houseSettings),

    .target(
      name: "Ingest",
      dependencies: ["AirQuality", "TextFiles", "Documents"], swiftSettings: houseSettings),
    .target(
      name: "Cooperation",
      dependencies: ["AirQuality", "TextFiles", "NumericKernels", "Documents"],
      swiftSettings: houseSettings),
    // The archive: C decodes blocks for plain SQL, so that no Swift code needs raw pointers.
    .target(name: "CObservationTable", linkerSettings: [.linkedLibrary("sqlite3")]),
    // The same table as an extension that other programs load.
    .target(name: "CObservationExtension"),
    .target(
      name: "Store",
      dependencies: [
        "AirQuality", "TextFiles", "Cooperation", "Ingest", "NumericKernels", "Documents",
        "CObservationTable", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: houseSettings),

    // Estimators: where statistics and air meet.
    .target(
      name: "Weather",
      dependencies: ["NumericKernels", "AirQuality", "Documents", "COpenBLAS", "CXGBoost"],
      swiftSettings: houseSettings),
    .target(
      name: "Estimation",
      dependencies: [
        "PanelKernels", "NumericKernels", "AirQuality", "TextFiles", "Cooperation", "Weather",
        "Documents",
      ],
      swiftSettings: houseSettings),
    .target(
      name: "SourceApportionment",
      dependencies: ["NumericKernels", "AirQuality", "COpenBLAS", "Documents"],
      swiftSettings: houseSettings),
    .target(
      name: "VOC",
      dependencies: [
        "SourceApportionment", "Estimation", "Weather", "Cooperation", "AirQuality",
        "TextFiles", "NumericKernels", "Documents",
      ],
      swiftSettings: houseSettings),
    .target(
      name: "OffRoad",
      dependencies: [
        "Estimation", "Weather", "Cooperation", "AirQuality", "TextFiles", "NumericKernels",
        "Documents",
      ],
      swiftSettings: houseSettings),
    // Draws networks with a known effect, for the demonstration and for calibration.
    .target(
      name: "Simulation", dependencies: ["NumericKernels", "AirQuality", "TextFiles", "Documents"],
      swiftSettings: houseSettings),

    // The jobs: each a value with settings, one method and one result; the front door of programs.
    .target(
      name: "Studies",
      dependencies: [
        "VOC", "OffRoad", "SourceApportionment", "Estimation", "Weather", "Simulation", "Store",
        "Ingest", "Cooperation", "AirQuality", "TextFiles", "Documents", "NumericKernels",
      ],
      swiftSettings: houseSettings),

    // Evidence: says results as documents, computes no effect.
    .target(
      name: "Evidence",
      dependencies: [
        "Studies", "VOC", "OffRoad", "SourceApportionment", "Estimation", "Weather", "Store",
        "Ingest",
        "Cooperation", "AirQuality", "TextFiles", "Documents", "NumericKernels",
      ],
      swiftSettings: houseSettings),

    // The doors.
    .target(
      name: "AirAccord",
      dependencies: [
        "Evidence", "Studies", "VOC", "OffRoad", "SourceApportionment", "Estimation", "Weather",
        "Simulation", "Store", "Ingest", "Cooperation", "AirQuality", "Documents",
      ],
      swiftSettings: houseSettings),
    .executableTarget(
      name: "AirAccordCommand",
      dependencies: [
        "AirAccord", "TextFiles", "ArchiveFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: houseSettings),

    .target(
      name: "TestSupport",
      dependencies: [
        "Documents", "PanelKernels", "NumericKernels", "AirQuality", "Cooperation", "Estimation",
      ],
      path: "Tests/TestSupport", swiftSettings: houseSettings),
    .testTarget(
      name: "NumericKernelsTests", dependencies: ["NumericKernels", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "PanelKernelsTests", dependencies: ["PanelKernels", "NumericKernels", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "AirQualityTests",
      dependencies: ["Documents", "AirQuality", "TextFiles", "NumericKernels", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["Documents", "Simulation", "AirQuality", "TestSupport"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "EstimationTests",
      dependencies: [
        "Documents",
        "TextFiles", "Estimation", "Weather", "Cooperation", "AirQuality", "Ingest", "Simulation",
        "PanelKernels", "NumericKernels", "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: houseSettings),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "Documents", "Store", "AirQuality", "TextFiles", "Cooperation", "Ingest", "NumericKernels",
        "CObservationTable", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents", "TestSupport"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "EvidenceTests",
      dependencies: [
        "Evidence", "Studies", "VOC", "OffRoad", "SourceApportionment", "Estimation", "Weather",
        "Simulation", "Store",
        "Cooperation",
        "Ingest", "AirQuality", "Documents", "TestSupport",
      ],
      exclude: ["Snapshots"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "TextFilesTests",
      dependencies: ["Documents", "TextFiles", "AirQuality", "NumericKernels", "TestSupport"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "ArchiveFilesTests",
      dependencies: [
        "Documents", "ArchiveFiles", "TextFiles", "Ingest", "AirQuality", "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "IngestTests",
      dependencies: [
        "Documents",
        "Ingest", "ArchiveFiles", "AirQuality", "TextFiles", "NumericKernels", "TestSupport",
      ],
      exclude: ["Samples"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "WeatherTests",
      dependencies: [
        "Documents", "Weather", "Estimation", "Cooperation", "Ingest", "AirQuality",
        "NumericKernels", "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "CooperationTests",
      dependencies: ["Documents", "Cooperation", "AirQuality", "TextFiles", "TestSupport"],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "SourceApportionmentTests",
      dependencies: [
        "Documents",
        "SourceApportionment", "Ingest", "AirQuality", "NumericKernels", "TestSupport",
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "VOCTests",
      dependencies: [
        "Documents",
        "VOC", "SourceApportionment", "Simulation", "Estimation", "Weather", "Cooperation",
        "Ingest", "AirQuality", "NumericKernels", "TestSupport",
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "OffRoadTests",
      dependencies: [
        "OffRoad", "Estimation", "Cooperation", "AirQuality", "NumericKernels", "Documents",
        "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "AirAccordTests", dependencies: ["AirAccord", "AirAccordCommand", "TestSupport"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "StudiesTests",
      dependencies: [
        "Studies", "VOC", "OffRoad", "Estimation", "Weather", "Store", "Ingest", "Simulation",
        "Cooperation",
        "AirQuality", "Documents", "TestSupport",
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "AirAccordCommandTests",
      dependencies: [
        "Documents",
        "AirAccordCommand", "Estimation", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Snapshots"],
      swiftSettings: houseSettings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// The fuzzing program needs instrumented code and the compiler's run-time library, so it is part
// of the package only when it is asked for: Tests/Scripts/fuzz does.
if Context.environment["AIRACCORD_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "TextFiles", "ArchiveFiles", "AirQuality", "Ingest", "Store", "Estimation",
        "Cooperation", "VOC", "OffRoad", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/Fuzzing", exclude: ["README.md"]))
}

// The suite computes more than a debug build can in the time that it has: AIRACCORD_OPTIMIZED=1 (as
// `make test` does) optimises the rooms that compute, each as a whole, and leaves the others as they
// are, which compile sooner than they run. Preconditions, overflow checks and `@testable` stay. The
// flags are of the kind that a package must not ask of those who depend on it, hence the variable.
if Context.environment["AIRACCORD_OPTIMIZED"] != nil {
  let computing: Set = [
    "NumericKernels", "PanelKernels", "Documents", "TextFiles", "AirQuality", "Ingest", "Store",
    "Weather", "SourceApportionment", "VOC", "OffRoad", "Estimation", "Simulation",
  ]
  for target in package.targets where computing.contains(target.name) {
    // One thread of code generation, so that each file has an output of its own: the index asks for it.
    let flags = ["-O", "-wmo", "-num-threads", "1"]
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(flags)]
  }
}

// While working on one module: AIRACCORD_TESTS=WeatherTests,EstimationTests builds and runs these
// test targets only; with AIRACCORD_ALONE=1 nothing is built that they do not depend on.
if let named = Context.environment["AIRACCORD_TESTS"] {
  var wanted = Set(named.split(separator: ",").map(String.init))
  package.targets.removeAll { $0.type == .test && !wanted.contains($0.name) }
  if Context.environment["AIRACCORD_ALONE"] != nil {
    var pending = Array(wanted)
    while let name = pending.popLast() {
      for dependency in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
        let next: String? =
          switch dependency {
          case .byNameItem(let name, _), .targetItem(let name, _): name
          default: nil
          }
        if let next, wanted.insert(next).inserted { pending.append(next) }
      }
    }
    package.targets.removeAll { !wanted.contains($0.name) }
    package.products.removeAll()
  }
}
