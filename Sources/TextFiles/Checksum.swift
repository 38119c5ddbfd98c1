import CCrypto
package import Foundation

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
    return hexadecimal(digest)
  }

  /// The same of a file, a piece at a time, so that a file of any size takes no memory.
  ///
  /// - Throws: what `FileHandle` throws when the file cannot be read.
  package static func sha256(ofFile file: URL) throws -> String {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("no memory is left") }
    defer { unsafe EVP_MD_CTX_free(context) }
    precondition(
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
      let isTaken = unsafe piece.withUnsafeBytes {
        unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1
      }
      precondition(isTaken, "libcrypto refuses bytes")
    }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    let isWhole = unsafe digest.withUnsafeMutableBufferPointer {
      unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) == 1
    }
    precondition(isWhole, "libcrypto refuses to write into 32 bytes")
    return hexadecimal(digest)
  }

  private static func hexadecimal(_ digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
