import AirAccord
import ArgumentParser

/// Activities in the order of time.
struct ProjectsTimeline: Verb {
  static let configuration = CommandConfiguration.of("projects.timeline")

  @OptionGroup var filter: ProjectFilterOptions
  @Flag(help: "Only meetings and seminars: the calendar.")
  var meetings = false
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    var timeline = ProjectTimeline(of: try shown.source.source())
    (timeline.filter, timeline.isOfMeetings) = (filter.filter, meetings)
    return Presentation(try timeline.run())
  }
}

/// Organisation × field × fiscal year.
struct ProjectsMatrix: Verb {
  static let configuration = CommandConfiguration.of("projects.matrix")

  @Option(help: "Whose projects: cn or jp.")
  var side: CoverageMatrix.Side = .chinese
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    var overview = CoverageOverview(of: try shown.source.source())
    overview.side = side
    return Presentation(try overview.run())
  }
}

/// Who works with whom.
struct ProjectsNetwork: Verb {
  static let configuration = CommandConfiguration.of("projects.network")

  @Flag(help: "Print links instead of organisations.")
  var links = false
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    let outcome = try NetworkOverview(of: shown.source.source()).run()
    return Presentation(outcome, links ? outcome.links : outcome.table, epilogue: [])
  }
}

/// People times days by city and month.
struct ProjectsIntensity: Verb {
  static let configuration = CommandConfiguration.of("projects.intensity")

  @Flag(help: "A full panel with zeros where nothing took place.")
  var panel = false
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    var overview = IntensityOverview(of: try shown.source.source())
    overview.isPanel = panel
    return Presentation(try overview.run())
  }
}
