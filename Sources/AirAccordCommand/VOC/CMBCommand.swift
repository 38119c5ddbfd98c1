import ArgumentParser
import Documents
import Evidence
import SourceApportionment
import Studies

/// Apportions speciated samples to sources whose profiles are known.
struct CMBCommand: Verb {
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

  @Option(help: "Profiles: source,species,fraction,uncertainty.")
  var profiles: String

  @Option(help: "Fit this species; may be repeated. Default: all that both have.")
  var fit: [String] = []

  @Option(help: "How the profiles’ uncertainty enters: effective-variance, britt-luecke.")
  var solution: ChemicalMassBalance.Solution = ChemicalMassBalance().solution

  @Flag(help: "Take sources with negative contributions out, the most negative first.")
  var eliminateNegatives = false

  @OptionGroup var work: ThreadsOption
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = MassBalanceStudy(samples.reading, profiles: profiles)
    study.settings.fittingSpecies = fit.isEmpty ? nil : fit
    study.settings.solution = solution
    study.settings.eliminatesNegatives = eliminateNegatives
    study.threads = work.threads
    let answer = try outcome(of: study)
    let balance = answer.balance
    var result = try Presentation(
      balance, balance.document, page: "cmb.html", json: "cmb",
      remarks: answer.remarks + answer.sample.notices)
    result.asides = balance.notes.map(\.message)
    return result
  }
}
