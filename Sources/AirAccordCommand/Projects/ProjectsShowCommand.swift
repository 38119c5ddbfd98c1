import AirAccord
import ArgumentParser

/// Shows one record with everything that hangs on it.
struct ProjectsShow: Verb {
  static let configuration = CommandConfiguration.of("projects.show")

  @Argument(help: "Id of the record.")
  var id: String
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    Presentation(records: try RecordReview(of: id, in: shown.source.source()).run())
  }
}

/// Finds records by a part of any text.
struct ProjectsSearch: Verb {
  static let configuration = CommandConfiguration.of("projects.search")

  @Argument(help: "What to look for.")
  var question: String
  @Option(help: "Only this kind of record.")
  var kind: RecordKind?
  @Option(help: "Most records printed.")
  var limit = 50
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    var search = RecordSearch(for: question, in: try shown.source.source())
    search.kinds = kind.map { [$0] } ?? search.kinds
    search.most = limit
    return Presentation(try search.run())
  }
}
