import AirAccord
import ArgumentParser

extension CommandConfiguration {
  /// What a verb is called and what its help says: the rows `help.<verb>.abstract` and
  /// `help.<verb>.discussion` of the catalogue, in the language of errors.
  ///
  /// - Parameter verb: its names from the group down, with points between: `voc.cmb`.
  static func of(
    _ verb: String, version: String = "", subcommands: [any ParsableCommand.Type] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil
  ) -> Self {
    func words(_ part: String) -> String {
      Catalogue.builtIn.text(Message("help.\(verb).\(part)"), .spoken)
    }
    return Self(
      commandName: verb.split(separator: ".").last.map(String.init), abstract: words("abstract"),
      discussion: words("discussion"), version: version, subcommands: subcommands,
      defaultSubcommand: defaultSubcommand)
  }
}
