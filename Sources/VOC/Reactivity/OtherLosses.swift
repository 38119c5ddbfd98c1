import AirQuality
public import Documents

/// What ozone and the nitrate radical take away of a compound beside OH: alkenes above all, with ozone by
/// day and night, with nitrate by night.
///
/// - Source: rate constants at 298 K of `voc_losses.csv`: Master Chemical Mechanism 3.2; those of styrene
///   Common Representative Intermediates 2; cyclopentene and cyclohexene with nitrate
///   doi:10.1039/FT9938902977 (1993), at 295 and 294 K; with ozone recalled from Atkinson and Arey (2003),
///   doi:10.1021/cr0206420.
enum OtherLosses {
  /// cm³ molecule⁻¹ s⁻¹.
  struct Rates {
    let ozone: Double
    let nitrate: Double
  }

  /// By compound.
  static let rates: [String: Rates] = {
    var rates: [String: Rates] = [:]
    for row in ReferenceTable(named: "reference/voc_losses.csv").rows {
      guard let species = row["species"], let ozone = row.number("k_o3_298_cm3_s"),
        let nitrate = row.number("k_no3_298_cm3_s")
      else { preconditionFailure("line \(row.line) of voc_losses.csv is incomplete") }
      rates[species] = Rates(ozone: ozone, nitrate: nitrate)
    }
    return rates
  }()

  /// Compounds whose constant with ozone no stored source backs; those with nitrate all have one.
  static let recalledWithOzone: Set<String> = Set(
    ReferenceTable(named: "reference/voc_losses.csv").rows.compactMap { row in
      row["o3_source"]?.contains("unverified-recall") ?? true ? row["species"] : nil
    })
}

extension PhotochemicalAge {
  /// Whether ozone or nitrate takes part.
  var hasOtherLosses: Bool { ozone != nil || nitrate != nil }

  /// Loss beside OH in the time that an exposure takes at the stated OH, dimensionless: the exponent
  /// Σ k · concentration · time. 0 for a compound whose constants are not known; those of saturated
  /// compounds are too small to count.
  func otherLoss(of compound: Compound, exposure: Double) -> Double {
    guard hasOtherLosses, let hydroxyl, let rates = OtherLosses.rates[compound.name] else {
      return 0
    }
    return (rates.ozone * (ozone ?? 0) + rates.nitrate * (nitrate ?? 0)) * exposure / hydroxyl
  }

  /// Compounds whose constant with ozone, which takes part, comes from memory.
  func recalledLosses(_ compounds: [Compound]) -> [String] {
    ozone == nil ? [] : compounds.map(\.name).filter(OtherLosses.recalledWithOzone.contains)
  }

  /// What a reader has to know of losses beside OH; nothing where only OH takes part.
  public func lossPremises(_ compounds: [Compound]) -> [Message] {
    guard hasOtherLosses else { return [] }
    func told(_ id: String, _ names: [String]) -> [Message] {
      let own = compounds.filter { names.contains($0.name) }.map(\.message)
      return own.isEmpty ? [] : [Message(id, ["names": .list(own.map(Value.message))])]
    }
    return ["ratios.losses"]
      + told("ratios.losses-recalled", recalledLosses(compounds))
      + told("ratios.no-losses", withoutLossConstants(compounds))
  }

  /// Compounds that react with ozone and nitrate and whose constants are not known: with double bonds,
  /// not emitted on the way.
  func withoutLossConstants(_ compounds: [Compound]) -> [String] {
    guard hasOtherLosses else { return [] }
    return compounds.filter {
      $0.family == .alkene && !Self.isBiogenic($0) && OtherLosses.rates[$0.name] == nil
    }.map(\.name)
  }
}
