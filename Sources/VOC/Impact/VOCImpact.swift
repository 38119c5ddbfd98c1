public import AirQuality
public import Cooperation
public import Estimation

/// What changed with a measure, subject by subject.
public struct VOCImpact: Codable, Sendable {
  /// A design that could not answer for a subject.
  public struct Unanswered: Hashable, Codable, Sendable {
    /// The design.
    public let method: String
    /// Why.
    public let reason: String
  }

  /// One subject's change by each design.
  public struct Row: Hashable, Codable, Sendable {
    /// What changed.
    public let subject: ImpactSubject
    /// Per cent; for factors with contributions that touch zero in their unit, with the change in per
    /// cent beside it.
    public let effects: [EffectEstimate]
    /// Beside `effects`: their p-values after Holm's correction over all subjects of the same kind,
    /// quantity and design; `nil` where the design gives none.
    public let adjustedPValues: [Double?]
    /// Designs without an answer.
    public let unanswered: [Unanswered]
  }

  /// `network/identifier`.
  public let station: String
  /// What was done.
  public let measure: Measure
  /// Days before the measure.
  public let before: DatePeriod
  /// Days after it.
  public let after: DatePeriod
  /// As they were.
  public let settings: MeasureImpact
  /// Totals, families, compounds, factors.
  public let rows: [Row]
  /// The change of ozone formation, compound by compound.
  public let attribution: OzoneAttribution
  /// The change of the mixture.
  public let composition: CompositionChange
  /// Names that no compound answers to.
  public let unmatched: [UnmatchedName]
  /// Where every constant comes from.
  public let constants: [ProvenanceRow]

  /// Factors and compounds whose p-value would count as a finding if they had been asked alone, but not
  /// among all that were asked at once.
  ///
  /// - Parameter level: below which a p-value counts.
  public func doubtful(_ kind: ImpactSubject.Kind, level: Double = 0.05) -> [ImpactSubject] {
    rows.filter { row in
      row.subject.kind == kind
        && zip(row.effects, row.adjustedPValues).contains { effect, adjusted in
          guard let own = effect.pValue?.value, let adjusted else { return false }
          return own <= level && adjusted > level
        }
    }.map(\.subject)
  }

  /// A subject's row; `nil` when there is none.
  ///
  /// - Parameter reference: the series that the subject is divided by; `nil` for the subject as it
  ///   is.
  public func row(
    _ kind: ImpactSubject.Kind, _ name: String, _ quantity: WeighedQuantity = .mass,
    relativeTo reference: String? = nil
  ) -> Row? {
    rows.first {
      $0.subject.kind == kind && $0.subject.name == name && $0.subject.quantity == quantity
        && $0.subject.reference == reference
    }
  }
}
