import Documents
import ArgumentParser
import Evidence
import Foundation
import Ingest
import SourceApportionment

/// Apportions speciated samples to sources whose profiles are known.
struct CMBCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cmb",
    abstract: "Apportion speciated samples to known source profiles by chemical mass balance.",
    discussion: """
      Effective variance least squares as in EPA CMB 8.2: the profiles' uncertainties count as \
      well as the samples'. A negative contribution says that a profile is wrong, missing or \
      cannot be told from another; it is printed as it is.

      Example:
        airaccord voc cmb con.csv --uncertainties unc.csv --unit ppbC --total TNMOC \
      --profiles sources.csv
      """)

  @OptionGroup var samples: SpeciatedOptions

  @Option(name: .long, help: "Profiles: source,species,fraction,uncertainty.")
  var profiles: String

  @Option(name: .long, help: "Fit this species; may be repeated. Default: all that both have.")
  var fit: [String] = []

  @Option(
    name: .long, help: "How the profiles’ uncertainty enters: effective-variance, britt-luecke.")
  var solution: ChemicalMassBalance.Solution = ChemicalMassBalance().solution

  @Flag(name: .long, help: "Take sources with negative contributions out, the most negative first.")
  var eliminateNegatives = false

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @Option(
    name: .customLong("output"), help: "Also write a page, figures and tables into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page and of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let sample = try samples.sample(language)
      var settings = ChemicalMassBalance()
      settings.fittingSpecies = fit.isEmpty ? nil : fit
      settings.solution = solution
      settings.eliminatesNegatives = eliminateNegatives
      let balance = try settings.apportion(
        sample, profiles: try SourceProfileReader.read(path: profiles), threads: threads)
      StandardError.say(sample.remarks, language)
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          balance.document, page: "cmb.html",
          files: [("cmb.json", try StableJSON.encode(balance))], to: $0, replacing: $1)
      }
      if output.format != .text { StandardError.say(balance.notes.map(\.message), language) }
      if output.format == .json {
        StandardOutput.write(String(decoding: try StableJSON.encode(balance), as: UTF8.self))
      } else {
        output.print(balance.document, language: language)
      }
    }
  }
}
