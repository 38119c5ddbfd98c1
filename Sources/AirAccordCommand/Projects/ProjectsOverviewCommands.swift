import Documents
import AirQuality
import Store
import ArgumentParser
import Cooperation
import Evidence
import Foundation
import Studies

/// Activities in the order of time.
struct ProjectsTimeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", abstract: "List activities in the order of time.",
    discussion: "Example: airaccord projects timeline --chinese CN-SHANGHAI")

  @OptionGroup var filter: ProjectFilterOptions
  @Flag(name: .long, help: "Only meetings and seminars: the calendar.")
  var meetings = false
  @OptionGroup var view: RegistryView

  func run() throws {
    try view.show { source in
      var timeline = ProjectTimeline(of: source)
      (timeline.filter, timeline.isOfMeetings) = (filter.filter, meetings)
      return try timeline.run()
    }
  }
}

/// Organisation × field × fiscal year.
struct ProjectsMatrix: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Count projects by organisation, field and fiscal year, and name the holes.",
    discussion: "Example: airaccord projects matrix --side jp --format csv")

  @Option(name: .long, help: "Whose projects: cn or jp.")
  var side: CoverageMatrix.Side = .chinese
  @OptionGroup var view: RegistryView

  func run() throws {
    try view.show { source in
      var overview = CoverageOverview(of: source)
      overview.side = side
      return try overview.run()
    }
  }
}

/// Who works with whom.
struct ProjectsNetwork: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Say who is how central, and which links hold the network together.",
    discussion: "Example: airaccord projects network --format json")

  @Flag(name: .long, help: "Print links instead of organisations.")
  var links = false
  @OptionGroup var view: RegistryView

  func run() throws {
    try explainingErrors {
      let outcome = try NetworkOverview(of: view.source.source()).run()
      try view.output.show(outcome, as: links ? outcome.links : outcome.table, [], view.speech)
    }
  }
}

/// People times days by city and month.
struct ProjectsIntensity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intensity",
    abstract: "People-days by city and month, as a treatment for the panel designs.",
    discussion: """
      People-days stand in the months in which the days lie. A training is not a measure with a \
      date; the warning is printed with every table.

      Example: airaccord projects intensity --panel --format csv > treatment.csv
      """)

  @Flag(name: .long, help: "A full panel with zeros where nothing took place.")
  var panel = false
  @OptionGroup var view: RegistryView

  func run() throws {
    try view.show { source in
      var overview = IntensityOverview(of: source)
      overview.isPanel = panel
      return try overview.run()
    }
  }
}
