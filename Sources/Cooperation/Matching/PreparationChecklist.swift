public import AirQuality

/// What has to be done before a training, a dispatch, joint research or a model project.
///
/// The steps are ours: a starting list that an office changes, with days counted back from the
/// beginning.
public enum PreparationChecklist {
  /// One step: how many days before the beginning, and what.
  public struct Step: Hashable, Codable, Sendable {
    /// Days before the first day; negative for after it.
    public let daysBefore: Int
    /// What is to be done.
    public let text: String
  }

  /// The steps for a mode; empty for modes that need no preparation of their own.
  public static func steps(for mode: CooperationMode) -> [Step] {
    switch mode {
    case .training:
      [
        Step(daysBefore: 120, text: "agree with the city on what its staff want to learn"),
        Step(daysBefore: 100, text: "settle which costs the platform bears and which the cities"),
        Step(daysBefore: 90, text: "receive the number and functions of the trainees"),
        Step(daysBefore: 75, text: "send invitation papers for visas"),
        Step(daysBefore: 60, text: "settle lecturers, sites to visit and interpreters"),
        Step(daysBefore: 30, text: "send teaching material in Chinese"),
        Step(daysBefore: 14, text: "confirm arrival, lodging and insurance"),
        Step(daysBefore: -14, text: "collect what the trainees will do at home, and by when"),
        Step(daysBefore: -180, text: "ask what became of it; link measures and stations"),
      ]
    case .dispatch:
      [
        Step(daysBefore: 90, text: "agree with the city on the question and the sites"),
        Step(daysBefore: 75, text: "find the experts; ask other municipalities where none fits"),
        Step(daysBefore: 60, text: "settle which costs the platform bears and which the cities"),
        Step(daysBefore: 45, text: "invitation papers, interpreters and safety on site"),
        Step(daysBefore: 30, text: "ask for monitoring data and inventories beforehand"),
        Step(daysBefore: 14, text: "send instruments and customs papers where any are taken"),
        Step(daysBefore: -30, text: "deliver the advice in Chinese"),
        Step(daysBefore: -180, text: "ask what became of it; link measures and stations"),
      ]
    case .jointResearch, .modelProject:
      [
        Step(daysBefore: 180, text: "write the planning sheet: question, sites, roles"),
        Step(daysBefore: 150, text: "agree on data sharing and publication"),
        Step(daysBefore: 120, text: "choose stations without the measure for comparison"),
        Step(daysBefore: 90, text: "compute which effect the plan can detect (airaccord power)"),
        Step(daysBefore: 60, text: "settle which costs the platform bears and which the cities"),
        Step(daysBefore: 30, text: "check instruments against a reference"),
        Step(daysBefore: -30, text: "record when each part came into force, with its date"),
      ]
    case .seminar:
      [
        Step(daysBefore: 90, text: "agree on the subject with the cities"),
        Step(daysBefore: 60, text: "lecturers, venue, interpreters"),
        Step(daysBefore: 30, text: "invite; send material in both languages"),
        Step(daysBefore: -14, text: "put material and questions into the records"),
      ]
    case .survey, .businessMatching, .teachingMaterial, .brokering, .meeting, .publication: []
    }
  }

  /// The steps of a project as records that can be imported.
  ///
  /// - Parameters:
  ///   - start: first day of the activity.
  ///   - prefix: ids are made of it and a number.
  /// - Throws: never for the columns used; the schema could lose one.
  public static func records(
    project: String, mode: CooperationMode, start: CivilDate, prefix: String
  ) throws(RegistryError) -> [RegistryRecord] {
    var records: [RegistryRecord] = []
    for (index, step) in steps(for: mode).enumerated() {
      let due = CivilDate(daysSinceEpoch: start.daysSinceEpoch - step.daysBefore)
      records.append(
        try RegistryRecord(
          kind: .checklistItems,
          [
            "id": "\(prefix)-\(index + 1)", "project": project, "mode": mode.rawValue,
            "step": step.text, "due": due.description, "done": "no",
          ]))
    }
    return records
  }
}
