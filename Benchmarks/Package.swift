// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "AirAccordBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "AirAccord", path: "..")],
  targets: [
    // Times an estimator through the public interface, as a user's program would call it. Naming
    // the command as well has one release build serve every workload.
    .executableTarget(
      name: "TwoWayWorkload",
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
      ]),
    .executableTarget(
      name: "FactorisationWorkload",
      dependencies: [
        .product(name: "AirAccord", package: "AirAccord")
      ],
      swiftSettings: [
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
