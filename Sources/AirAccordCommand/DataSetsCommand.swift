import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest

/// Lists public data sets and fetches one when asked to.
struct DataSetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets",
    abstract: "List public data sets, or fetch one; nothing is fetched without being asked.",
    discussion: """
      Examples:
        airaccord datasets
        airaccord datasets get beijing-prsa --output data
      """,
    subcommands: [List.self, Get.self], defaultSubcommand: List.self)

  /// Prints the registry.
  struct List: Verb {
    static let configuration = CommandConfiguration(
      abstract: "List the data sets.",
      discussion: """
        Example:
          airaccord datasets list --format json
        """)

    @OptionGroup var shown: ResultOptions

    func presentation() throws -> Presentation {
      Presentation(PublicDataSet.all, .dataSets(PublicDataSet.all))
    }
  }

  /// Brings one data set into a folder.
  struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetch a data set into a folder, continuing what was interrupted.",
      discussion: """
        Examples:
          airaccord datasets get beijing-prsa --output data
          airaccord datasets get beijing-prsa --output data --mirror /mnt/share
        """)

    @Argument(help: "The data set; see “airaccord datasets list”.")
    var name: String

    @Option(help: "Folder for the files.")
    var output: String

    @Option(help: "Take the files from this folder instead of their addresses.")
    var mirror: String?

    @OptionGroup var speech: LanguageOption

    @Option(help: "The most that is taken of one file, GB.")
    var largestFile = Double(DataSetFetcher.limit) / 1e9

    func validate() throws {
      guard largestFile > 0, largestFile < 1e6 else {
        throw ValidationError("--largest-file is \(largestFile); give gigabytes, such as 20")
      }
    }

    func run() throws {
      try explainingErrors {
        guard let set = PublicDataSet.all.first(where: { $0.name == name }) else {
          throw DataSetError.unknown(name, known: PublicDataSet.all.map(\.name))
        }
        let fetcher = DataSetFetcher(
          mirror: mirror.map { URL(fileURLWithPath: $0) }, limit: Int(largestFile * 1e9))
        StandardError.say(
          Message(
            "command.dataset",
            [
              "title": .text(set.title), "licence": .text(set.licence),
              "page": .text("\(set.page)"),
            ]), speech.language)
        for place in try fetcher.fetch(set, into: URL(fileURLWithPath: output)) {
          print(place.path)
        }
      }
    }
  }
}
