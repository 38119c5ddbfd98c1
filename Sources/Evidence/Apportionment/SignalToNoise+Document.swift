import Documents
import SourceApportionment

/// What EPA PMF asks of the species before anything else.
extension FactorReport {
  var signalTable: Table? {
    guard !signals.isEmpty else { return nil }
    let names = SpeciesNames(signals.map(\.species))
    return Table("signal-to-noise", "sources.signals", note: "sources.signals-note", signals) {
      Column("species") { .message(names[$0.species]) }
      Column("signal-to-noise") { $0.ratio.decimals(2) }
      Column("category") { .message(Message("signal.\($0.category.rawValue)")) }
      Column("above-uncertainty") {
        .message(say("sources.some-of-all", some: $0.above, all: $0.values))
      }
      Column("in-the-fit") { row in
        .message(row.role.map { Message("signal.role.\($0.rawValue)") } ?? "signal.role.none")
      }
      Column("advice") { Self.advice($0) }
    }
  }

  /// What to do about a species; `nil` where nothing is to be done.
  private static func advice(_ signal: SignalToNoise) -> Message? {
    switch (signal.category, signal.role) {
    case (.bad, nil): "signal.advice.keep"
    case (.bad, .strong), (.bad, .weak): "signal.advice.exclude"
    case (.weak, .strong): "signal.advice.weaken"
    default: nil
    }
  }

  /// Species that were left out as noise, that should have been, and that should count less.
  var signalNotes: [Note] {
    func note(_ id: String, _ isMeant: (SignalToNoise) -> Bool) -> Note? {
      let found = signals.filter(isMeant).map(\.species)
      return found.isEmpty ? nil : Note.warning(id, names: found)
    }
    return [
      note("sources.signal-bad") { $0.category == .bad && $0.role == nil },
      note("sources.signal-kept") {
        $0.category == .bad && ($0.role == .strong || $0.role == .weak)
      },
      note("sources.signal-weak") { $0.category == .weak && $0.role == .strong },
    ].compactMap(\.self)
  }
}

extension FactorView {
  /// How many contributions are left empty, and why.
  var emptyNotes: [Note] {
    var notes: [Note] = []
    if !solution.leftOut.isEmpty {
      notes.append(
        Note.warning(
          "sources.samples-left-out", count: solution.leftOut.count,
          samples: solution.instants.count, factors: solution.factorCount))
    }
    if !solution.undetermined.isEmpty {
      notes.append(
        Note.warning(
          "sources.contributions-empty", count: solution.undetermined.count,
          samples: Set(solution.undetermined.map(\.sample)).count))
    }
    return notes
  }
}
