// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

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
      swiftSettings: settings),
    // The designs for staggered starts, in the same way.
    .executableTarget(
      name: "PanelWorkload",
      dependencies: [
        .product(name: "AirAccord", package: "AirAccord"),
        .product(name: "airaccord", package: "AirAccord"),
      ],
      swiftSettings: settings),
    // The additive weather model.
    .executableTarget(
      name: "AdditiveWorkload",
      dependencies: [.product(name: "AirAccord", package: "AirAccord")],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
