import AirQuality
import ArgumentParser
import Store
import Cooperation
import Documents
import Evidence
import Foundation
import Studies

/// What is due across all projects.
struct ProjectsDue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "due",
    abstract: "List steps and replies that are due or overdue, across all projects.",
    discussion: """
      Steps of checklists that are not done and letters that await a reply, by their day. Those \
      without a day stand at the end.

      Example: airaccord projects due --within 60 --archive air.sqlite
      """)

  @Option(name: .long, help: "The day of which is asked; today when not named.")
  var on: CivilDate?
  @Option(name: .long, help: "Days ahead.")
  var within = 30
  @Flag(name: .long, help: "Only what is overdue.")
  var overdue = false
  @OptionGroup var view: RegistryView

  func validate() throws {
    if within < 0 { throw ValidationError("--within is \(within); give 0 or more") }
  }

  func run() throws {
    try view.show { source in
      var review = DueReview(of: source)
      if let on { review.day = on }
      review.days = overdue ? -1 : within
      return try review.run()
    }
  }
}
