public import Testing

extension Tag {
  /// Inputs whose answer is known on paper.
  @Tag public static var analytical: Self
  /// Values computed by a named peer.
  @Tag public static var golden: Self
  /// Relations that hold for any data.
  @Tag public static var property: Self
  /// Simulated studies with a known truth: coverage and uniformity.
  @Tag public static var calibration: Self
}
