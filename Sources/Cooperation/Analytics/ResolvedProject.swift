public import AirQuality
import Documents

/// A project as a study needs it: a date from which to look, and places to look at.
public struct ResolvedProject: Hashable, Sendable {
  /// Title of the project, or the name of its measure.
  public let name: String
  /// First day that counts as after.
  public let start: CivilDate
  /// Last day in force, when a measure says so.
  public let end: CivilDate?
  /// Names of cities, under which stations are looked for.
  public let places: [String]
  /// What the date stands for, with the warning that belongs to it.
  public let description: String
}

extension Registry {
  /// Finds dates and places of a project.
  ///
  /// A measure of the project with a day gives the date. Without one the day after the project's
  /// fiscal year stands in, and the description says that a cooperation is no measure with a
  /// date. A province stands for its cities in the list of places.
  ///
  /// - Throws: `unknownRecord`; `unanswerable` when the project has no partner with a place.
  public func resolve(project id: String) throws(RegistryError) -> ResolvedProject {
    guard let project = project(id) else {
      throw .unknownRecord(
        id, kind: .projects, nearest: Self.nearest(to: id, in: all(.projects).map(\.id)))
    }
    var places: [String] = []
    for partner in project.chinese {
      let organisation = organisation(partner)
      for place in self.places where place.isCity && place.country == "CN" {
        let isOwn = place.organisation == partner
        let isWithin = organisation?.kind == .province && place.iso3166 == organisation?.iso3166
        if isOwn || isWithin, !places.contains(place.names.english) {
          places.append(place.names.english)
        }
      }
    }
    guard !places.isEmpty else {
      throw .unanswerable(
        Message("registry.no-place", ["id": .text(id)]), remedy: "remedy.no-place")
    }
    let measure = all(.measures).first {
      $0["project"] == id && PartialDate($0["start"])?.precision == .day
    }
    if let measure, let start = PartialDate(measure["start"]) {
      return ResolvedProject(
        name: measure.names.english, start: start.first, end: PartialDate(measure["end"])?.last,
        places: places,
        description: "Measure \(measure.id) of the project \(id): \(measure["description"])")
    }
    let next = FiscalYear(beginning: project.fiscalYear.beginning + 1)
    return ResolvedProject(
      name: project.names.english, start: next.firstDay, end: nil, places: places,
      description: "Project \(id), \(project.record["modes"]). A cooperation, not a measure with "
        + "a date: the day after its fiscal year (\(project.fiscalYear)) stands in.")
  }
}
