import Documents
import AirQuality
import Store
import ArgumentParser
import Cooperation
import Evidence
import Foundation
import Studies

/// Tests published claims.
struct ProjectsEvaluateClaims: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-claims",
    abstract: "Test published claims with the records and the data of an archive.",
    discussion: """
      Claims about PM2.5 are tested on annual means, for every pair of years that they can mean, \
      beside other cities; with --data also on the archive's daily values of 2014 and 2015. The \
      answer is supported, contradicted, not distinguishable from what other cities saw, resting on \
      the claim's own source or on unverified values, depending on the years, or not testable with \
      the reason.

      Examples:
        airaccord projects evaluate-claims
        airaccord projects evaluate-claims C01 C02 C05 --data air.sqlite --output claims
      """)

  @Argument(help: "Ids of claims; all when none is named.")
  var claims: [String] = []
  @Option(name: .long, help: "Archive with daily PM2.5 by city.")
  var data: String?
  @Option(name: .customLong("output"), help: "Folder for the page, its tables and figures.")
  var folder: String?
  @OptionGroup var speech: LanguageOption
  @Flag(name: .long, help: "Keep the verdicts with the claims in the archive of the records.")
  var keep = false
  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
    if keep, source.archive == nil {
      throw ValidationError("--keep needs --archive, the archive that holds the claims")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let daily = try (data ?? source.archive).map { path in
        let store = try Archive(path: path)
        try store.checkStructure()
        return store
      }
      let review = try ClaimReview(
        of: claims, in: source.source().registry(), data: daily, threads: threads)
      let evaluations = try ProgressLine.following { try review.run($0) }
      try output.show(evaluations, [], speech)
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          evaluations.document, page: "claims.html",
          files: [("claims.json", try StableJSON.encode(evaluations))], to: $0, replacing: $1)
      }
      if keep, let archive = source.archive {
        try ClaimReview.keep(
          evaluations, in: Archive(path: archive, mode: .readWrite), language: speech.language)
      }
    }
  }
}
