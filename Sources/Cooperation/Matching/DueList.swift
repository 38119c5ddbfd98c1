public import AirQuality

/// Steps of checklists and letters that wait, across projects.
public struct DueList: Hashable, Sendable {
  /// How an item stands on the day that is asked for.
  public enum State: String, Codable, Sendable {
    case overdue
    case due
    /// Nobody wrote down by when.
    case undated
  }

  /// One thing that waits.
  public struct Item: Hashable, Codable, Sendable {
    /// The day as it is written; empty for none.
    public let due: String
    /// How it stands.
    public let state: State
    /// Kind of the record, in the singular.
    public let kind: String
    /// Id of the record.
    public let id: String
    /// Id of the project.
    public let project: String
    /// What is to be done, or what the letter is about.
    public let what: String
    /// Who is to do it, or to answer.
    public let who: String
  }

  /// By their day; those without one last.
  public let items: [Item]

  /// What waits on a day and for some days from then; projects that are cancelled or done do not
  /// wait for a reply, and cancelled ones for no step.
  ///
  /// - Parameter days: how far to look ahead; less than 0 for what is overdue alone.
  public init(_ registry: Registry, on day: CivilDate, within days: Int) {
    var found: [(date: CivilDate?, item: Item)] = []
    func add(_ record: RegistryRecord, _ what: String, _ who: String) {
      let date = PartialDate(record["due"])
      let state: State = date.map { $0.last < day ? .overdue : .due } ?? .undated
      if let date, date.first.daysSinceEpoch > day.daysSinceEpoch + max(days, -1) { return }
      if days < 0, state != .overdue { return }
      found.append(
        (
          date?.last,
          Item(
            due: record["due"], state: state, kind: record.kind.singular, id: record.id,
            project: record["project"], what: record[what], who: record[who])
        ))
    }
    for step in registry.all(.checklistItems) where step["done"] == "no" {
      guard registry.project(step["project"])?.status != .cancelled else { continue }
      add(step, "step", "responsible")
    }
    for letter in registry.all(.communications) where letter["awaiting_reply"] == "yes" {
      let status = registry.project(letter["project"])?.status
      guard status != .cancelled, status != .done else { continue }
      add(letter, "subject", "receiver")
    }
    items = found.sorted { left, right in
      switch (left.date, right.date) {
      case (let one?, let other?): (one, left.item.id) < (other, right.item.id)
      case (nil, nil): left.item.id < right.item.id
      case (let one, _): one != nil
      }
    }.map(\.item)
  }
}
