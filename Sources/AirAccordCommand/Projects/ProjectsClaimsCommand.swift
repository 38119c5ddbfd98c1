import Documents
import AirQuality
import Archive
import ArgumentParser
import Cooperation
import Evidence
import Foundation

/// Tests published claims.
struct ProjectsEvaluateClaims: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-claims",
    abstract: "Test published claims with the records and the data of an archive.",
    discussion: """
      Claims about PM2.5 are tested on annual means, for every pair of years that they can mean, \
      beside other cities; with --data also on the archive's daily values of 2014 and 2015. The \
      answer is supported, contradicted, not distinguishable from what other cities saw, or not \
      testable with the reason.

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
  @Option(name: .long, help: "Language of the answers and of the page: en, ja or zh.")
  var language: Language = .english
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
      let registry = try source.registry()
      let chosen =
        try claims.isEmpty
        ? registry.claims
        : claims.map { id in
          guard let record = registry.record(.claims, id) else {
            throw RegistryError.unknownRecord(
              id, kind: "claim", nearest: registry.claims.map(\.id))
          }
          return Claim(record)
        }
      var tester = ClaimTester(registry, threads: threads)
      tester.language = language
      let library = try (data ?? source.archive).map { path in
        let store = try Archive(path: path)
        try store.checkStructure()
        return try ArchiveLibrary(store)
      }
      var evaluations: [ClaimEvaluation] = []
      let progress = ProgressLine(total: chosen.count)
      for (number, claim) in chosen.enumerated() {
        progress.show(number, claim.id)
        evaluations.append(try tester.evaluate(claim, library: library))
      }
      progress.finish()
      switch output.format {
      case .text:
        let names = NameBook(registry, language)
        let can = names.text(TrilingualName("can be said", "言えること", "可以说的"))
        let cannot = names.text(TrilingualName("cannot be said", "言えないこと", "不能说的"))
        let source = names.text(TrilingualName("source", "出典", "来源"))
        for evaluation in evaluations {
          print("\(evaluation.claim)  \(evaluation.statement) (\(evaluation.figure))")
          print("  \(ClaimsPage.verdict(evaluation.verdict, language)): \(evaluation.reason)")
          for line in evaluation.canSay { print("  \(can): \(line)") }
          for line in evaluation.cannotSay { print("  \(cannot): \(line)") }
          print(
            "  \(source): \(evaluation.source) [\(names.text(evaluation.verification.names))]")
        }
      case .csv: print(ClaimsPage.table(evaluations), terminator: "")
      case .json:
        print(String(decoding: try StableJSON.encode(evaluations), as: UTF8.self), terminator: "")
      }
      try replacement.write(into: folder) {
        try ClaimsPage(evaluations, language: language).write(to: $0, replacing: $1)
      }
      if keep, let archive = source.archive {
        try Archive(path: archive, mode: .readWrite).save(
          evaluations.map {
            RegistryFinding(
              kind: .claims, id: $0.claim, title: "evaluate-claims",
              verdict: $0.verdict.rawValue, sentence: $0.reason)
          })
      }
    }
  }
}
