import AirAccord
import ArgumentParser

/// Apportions speciated samples to sources whose profiles are known.
struct CMBCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.cmb")

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
    var result = Presentation(
      balance, balance.document, page: "cmb.html", json: "cmb",
      remarks: answer.remarks + answer.sample.notices)
    result.asides = balance.notes.map(\.message)
    return result
  }
}
