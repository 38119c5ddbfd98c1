import Documents
package import TextFiles

extension YAMLFields {
  /// A day.
  package func date(_ name: String) throws(Failure) -> CivilDate? {
    guard let text = try text(name) else { return nil }
    guard let date = CivilDate(text) else {
      throw bad(
        name, Message("error.air.is-no-date", ["text": .fact(text)]),
        "error.air.write-2015-04-01")
    }
    return date
  }

  /// A day that has to be there.
  package func neededDate(_ name: String) throws(Failure) -> CivilDate {
    guard let date = try date(name) else { throw missing(name, example: "2015-04-01") }
    return date
  }
}
