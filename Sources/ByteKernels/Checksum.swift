import CCrypto

/// SHA-256 (FIPS 180-4) through OpenSSL's libcrypto.
package enum Checksum {
  /// The checksum of all bytes, 64 lower-case hexadecimal digits.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    let written = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        unsafe SHA256(input.baseAddress, input.count, output.baseAddress) != nil
      }
    }
    precondition(written, "libcrypto refuses to write into 32 bytes")
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
