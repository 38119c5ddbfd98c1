#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The elementary functions that kernels need from the C library.
package enum Logarithm {
  /// Natural logarithm.
  package static func natural(_ value: Double) -> Double { log(value) }
  /// Logarithm to the base ten.
  package static func base10(_ value: Double) -> Double { log10(value) }
  /// A positive base to any exponent.
  package static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
