import AirAccord
import ArgumentParser
import Foundation

/// Lists public data sets and fetches one when asked to.
struct DataSetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of(
    "datasets", subcommands: [List.self, Get.self], defaultSubcommand: List.self)

  /// Prints the registry.
  struct List: Verb {
    static let configuration = CommandConfiguration.of("datasets.list")

    @OptionGroup var shown: ResultOptions

    func presentation() throws -> Presentation {
      Presentation(PublicDataSet.all, .dataSets(PublicDataSet.all))
    }
  }

  /// Brings one data set into a folder.
  struct Get: ParsableCommand {
    static let configuration = CommandConfiguration.of("datasets.get")

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
        throw refusal("usage.largest-file", size: "\(largestFile)")
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
          say("command.dataset", title: set.title, licence: set.licence, page: "\(set.page)"),
          speech.language)
        for place in try fetcher.fetch(set, into: URL(fileURLWithPath: output)) {
          print(place.path)
        }
      }
    }
  }
}
