import Foundation

/// Writes the target's seeds when the environment names a folder for them.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzInitialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>?
) -> CInt {
  guard let folder = ProcessInfo.processInfo.environment["FUZZ_SEEDS"], !folder.isEmpty else {
    return 0
  }
  for seed in OutsideSeeds.of(ChosenTarget.target) {
    try? Data(seed.input).write(to: URL(fileURLWithPath: "\(folder)/\(seed.name)"))
  }
  return 0
}

/// What libFuzzer calls for every input; its own main function parses the options.
///
///     FUZZ_TARGET=scanner .build-fuzz/release/Fuzzing CORPUS -max_total_time=60
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  ChosenTarget.run([UInt8](UnsafeBufferPointer(start: data, count: size)))
  return 0
}
