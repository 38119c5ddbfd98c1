/// A range of power as EPA's files have it: above one bound in hp, up to and with another.
///
/// Bounds are compared in kW by the same product with which a power given in hp is read, so that
/// an engine of exactly 25 hp is in the range that ends at 25 hp.
package struct HorsepowerRange: Hashable, Sendable {
  /// hp, not included.
  package let above: Double
  /// hp, included; infinite where the range is open.
  package let to: Double

  package init(above: Double, to: Double) {
    self.above = above
    self.to = to
  }

  /// Whether a power in kW lies in it.
  package func contains(kilowatts power: Double) -> Bool {
    power > above * Horsepower.kilowatts && power <= to * Horsepower.kilowatts
  }
}

/// The mechanical horsepower of NONROAD.
package enum Horsepower {
  /// kW in one, as NONROAD's figures are converted.
  package static let kilowatts = 0.7457
}
