import NumericKernels

/// One fitted species over all samples, as CMB 8.2 prints it for one: what was measured, what the
/// sources account for, and how much it steers each source.
public struct SpeciesBalance: Codable, Hashable, Sendable {
  /// Name of the species.
  public let species: String
  /// Samples in which it was measured.
  public let samples: Int
  /// Mean measured, in the samples' unit.
  public let measured: Double
  /// Mean that the sources account for, in the samples' unit.
  public let calculated: Double
  /// What each source accounts for on average, in the samples' unit.
  public let bySource: [Double]
  /// Mean of residual over effective uncertainty (CMB's R/U); beyond ±2 it is explained badly.
  public let scaledResidual: Double
  /// Mean of the modified pseudo-inverse, normalised to ±1 a source (CMB's MPIN): from 0.5 on the
  /// species steers the source, below 0.3 it hardly does.
  ///
  /// - Source: Kim and Henry (1999), doi:10.1080/10473289.1999.10463965 (from memory): rows of
  ///   (Fᵀ V⁻¹ F)⁻¹ Fᵀ V⁻½ over their largest absolute value.
  public let influences: [Double]

  /// Calculated over measured; `nil` where nothing was measured.
  public var ratio: Double? { measured != 0 ? calculated / measured : nil }
}

/// What one sample says of every fitted species.
struct SampleSpecies: Sendable {
  /// Positions among the fitted species.
  let present: [Int]
  let measured: [Double]
  let scaledResiduals: [Double]
  /// `sources × present species`.
  let bySource: [[Double]]
  /// `sources × present species`.
  let influences: [[Double]]

  init(
    _ fit: EffectiveVarianceFit, design: Matrix, response: [Double], sources: [Int],
    of count: Int, present: [Int]
  ) {
    self.present = present
    measured = response
    scaledResiduals = response.indices.map {
      fit.residuals[$0] / fit.variances[$0].squareRoot()
    }
    var parts = [[Double]](repeating: [Double](repeating: 0, count: response.count), count: count)
    var influences = parts
    for (row, source) in sources.enumerated() {
      for place in response.indices {
        parts[source][place] = design[place, row] * fit.contributions[row]
        var sum = 0.0
        for other in sources.indices { sum += fit.covariance[row, other] * design[place, other] }
        influences[source][place] = sum / fit.variances[place].squareRoot()
      }
      let largest = influences[source].map(abs).max() ?? 0
      if largest > 0 { influences[source] = influences[source].map { $0 / largest } }
    }
    bySource = parts
    self.influences = influences
  }

  /// Means over the samples, species by species.
  static func balances(_ samples: [SampleSpecies], species: [String], sources: Int)
    -> [SpeciesBalance]
  {
    species.indices.map { position in
      let places = samples.compactMap { sample in
        sample.present.firstIndex(of: position).map { (sample, $0) }
      }
      func mean(_ value: (SampleSpecies, Int) -> Double) -> Double {
        places.isEmpty ? 0 : Summation.mean(places.map { value($0.0, $0.1) })
      }
      let parts = (0..<sources).map { source in mean { $0.bySource[source][$1] } }
      return SpeciesBalance(
        species: species[position], samples: places.count, measured: mean { $0.measured[$1] },
        calculated: Summation.sum(parts), bySource: parts,
        scaledResidual: mean { $0.scaledResiduals[$1] },
        influences: (0..<sources).map { source in mean { $0.influences[source][$1] } })
    }
  }
}
