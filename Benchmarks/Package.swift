// swift-tools-version: 6.2

import PackageDescription

/// Programs that time the library through its public interface, as a user's program would call it.
let workloads = [
  "TwoWayWorkload",
  "PanelWorkload",
  "TrendWorkload",
  "AdditiveWorkload",
  "FactorisationWorkload",
  "WeatherWorkload",
]

let package = Package(
  name: "AirAccordBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "AirAccord", path: "..")],
  // Naming the command as well has one release build serve every workload.
  targets: workloads.map { name in
    .executableTarget(
      name: name,
      dependencies: [
        .product(name: "AirAccord", package: "AirAccord"),
        .product(name: "airaccord", package: "AirAccord"),
      ],
      swiftSettings: [
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  },
  swiftLanguageModes: [.v6]
)
