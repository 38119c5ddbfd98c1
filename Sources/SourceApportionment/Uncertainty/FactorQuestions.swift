/// What was asked about how well factors are determined.
public struct FactorQuestions: Codable, Hashable, Sendable {
  /// The range of every element from bootstrap and displacement together.
  public var ranges: ProfileRanges?
  /// Blocks of samples drawn again.
  public var bootstrap: BootstrapIntervals?
  /// Displaced elements.
  public var displacement: DisplacementIntervals?
  /// Both together.
  public var bootstrapDisplacement: BootstrapDisplacementIntervals?

  /// Nothing asked.
  public init() {}
}
