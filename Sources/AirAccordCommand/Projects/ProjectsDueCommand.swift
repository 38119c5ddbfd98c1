import AirAccord
import ArgumentParser

/// What is due across all projects.
struct ProjectsDue: Verb {
  static let configuration = CommandConfiguration.of("projects.due")

  @Option(help: "The day of which is asked; today when not named.")
  var on: CivilDate?
  @Option(help: "Days ahead.")
  var within = 30
  @Flag(help: "Only what is overdue.")
  var overdue = false
  @OptionGroup var shown: RegistryView

  func validate() throws {
    if within < 0 { throw refusal("usage.within", days: "\(within)") }
  }

  func presentation() throws -> Presentation {
    var review = DueReview(of: try shown.source.source())
    review.day = on ?? review.day
    review.days = overdue ? -1 : within
    return Presentation(try review.run())
  }
}
