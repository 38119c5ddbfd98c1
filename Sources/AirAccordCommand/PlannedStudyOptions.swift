import AirAccord
import ArgumentParser

/// A study whose past is looked at, and where its series are.
struct PlannedStudyOptions: ParsableArguments {
  @Argument(help: "The study, a YAML file.")
  var study: String
  @OptionGroup var archive: ArchiveOption
  @OptionGroup var work: ThreadsOption

  /// The study with the series of the archive, whose records it may name.
  func planned() throws -> PlannedStudy {
    try PlannedStudy(file: study, ownRecordsIn: try archive.opened())
  }
}
