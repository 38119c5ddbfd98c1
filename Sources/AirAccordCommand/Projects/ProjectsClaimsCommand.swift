import AirAccord
import ArgumentParser

/// Tests published claims.
struct ProjectsEvaluateClaims: Verb {
  static let configuration = CommandConfiguration.of("projects.evaluate-claims")

  @Argument(help: "Ids of claims; all when none is named.")
  var claims: [String] = []
  @Option(help: "Archive with daily PM2.5 by city.")
  var data: String?
  @Option(name: .customLong("output"), help: "Folder for the page, its tables and figures.")
  var folder: String?
  @OptionGroup var speech: LanguageOption
  @Flag(help: "Keep the verdicts with the claims in the archive of the records.")
  var keep = false
  @OptionGroup var work: ThreadsOption
  @OptionGroup var source: RegistryOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  var shown: Answer {
    Answer(
      format: output.format, language: speech.language, folder: folder,
      replaces: replacement.replace)
  }

  func validate() throws {
    if keep, source.archive == nil { throw refusal("usage.keep-needs-archive") }
  }

  func presentation() throws -> Presentation {
    let daily = try (data ?? source.archive).map { try Archive.looked(at: $0) }
    let evaluations = try outcome(
      of: ClaimReview(
        of: claims, in: source.source().registry(), data: daily, threads: work.threads))
    if keep, let archive = source.archive {
      try ClaimReview.keep(
        evaluations, in: Archive(path: archive, mode: .readWrite), language: speech.language)
    }
    return Presentation(
      records: evaluations, page: "claims.html",
      files: [("claims.json", try StableJSON.encode(evaluations))])
  }
}
