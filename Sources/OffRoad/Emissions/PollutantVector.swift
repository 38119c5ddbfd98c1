/// One number a pollutant, in the order of `ExhaustPollutant.allCases`.
package typealias PollutantVector = SIMD8<Double>

/// Which pollutants have a figure.
package struct KnownPollutants: Hashable, Sendable {
  private var bits: UInt8 = 0

  /// None, or all of them.
  package init(all: Bool = false) { bits = all ? .max : 0 }

  /// Whether the pollutant at a position has a figure.
  package subscript(_ position: Int) -> Bool {
    get { bits >> UInt8(position) & 1 == 1 }
    set {
      let bit: UInt8 = 1 << UInt8(position)
      bits = newValue ? bits | bit : bits & ~bit
    }
  }
}

/// A class's factors, g/kWh, one number a pollutant in each of the three parts.
package struct FactorVector: Sendable {
  package private(set) var zeroHour = PollutantVector.zero
  package private(set) var deterioration = PollutantVector.zero
  package private(set) var subtraction = PollutantVector.zero
  package private(set) var isKnown = KnownPollutants()
  /// g of fuel a kWh.
  package let fuel: Double

  package init(_ factors: ClassFactors) {
    for (pollutant, own) in factors.terms {
      let position = pollutant.position
      zeroHour[position] = own.zeroHour
      deterioration[position] = own.deterioration
      subtraction[position] = own.subtraction
      isKnown[position] = true
    }
    fuel = factors.fuel.zeroHour
  }
}
