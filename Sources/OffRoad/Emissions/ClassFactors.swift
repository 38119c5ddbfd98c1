package import Documents

/// What one kilowatt-hour of an engine emits, in the three parts of which every method is made.
///
/// emission = work × (zero-hour + deterioration × age − subtraction), g/kWh, with the age in median
/// lives and never above one. Methods without deterioration or sulphur adjustment have zeros.
package struct FactorTerms: Hashable, Sendable {
  /// g/kWh of a new engine, transient adjustment included.
  package var zeroHour: Double
  /// g/kWh that a median life of use adds.
  package var deterioration: Double
  /// g/kWh to be subtracted, for fuel cleaner than the certification fuel.
  package var subtraction: Double
  /// Where the figures come from.
  package var backing: Backing

  package init(
    zeroHour: Double, deterioration: Double = 0, subtraction: Double = 0, backing: Backing
  ) {
    self.zeroHour = zeroHour
    self.deterioration = deterioration
    self.subtraction = subtraction
    self.backing = backing
  }

  /// g/kWh at an age in median lives.
  package func value(age: Double) -> Double {
    zeroHour + deterioration * min(age, 1) - subtraction
  }

  /// The same times a number.
  func scaled(_ factor: Double, _ other: Backing) -> FactorTerms {
    FactorTerms(
      zeroHour: zeroHour * factor, deterioration: deterioration * factor,
      subtraction: subtraction * factor, backing: backing.and(other))
  }
}

/// All factors of one class of engines: type, stage and power.
package struct ClassFactors: Sendable {
  /// By pollutant; a pollutant that is missing has no figure that the settings allow.
  package internal(set) var terms: [ExhaustPollutant: FactorTerms] = [:]
  /// g/kWh of a new engine in the steady test, to be held against limits.
  package internal(set) var steady: [ExhaustPollutant: Double] = [:]
  /// g of fuel a kWh.
  package internal(set) var fuel = FactorTerms(zeroHour: 0, backing: .user)
  /// What the reader should know.
  package internal(set) var notes: [Message] = []
  /// Why a pollutant is missing.
  package internal(set) var missing: [ExhaustPollutant: Message] = [:]
}

/// Looks factors up for one method and one set of settings.
package struct FactorLookup: Sendable {
  let method: EmissionMethod
  let sulphur: Double
  let onlyBacked: Bool
  let includesCrankcase: Bool
  private var tables: FactorTables { .embedded }

  /// - Parameter sulphurPartsPerMillion: of the fuel in use, by mass.
  package init(
    _ method: EmissionMethod, sulphurPartsPerMillion: Double, onlyBacked: Bool,
    includesCrankcase: Bool
  ) {
    self.method = method
    sulphur = sulphurPartsPerMillion
    self.onlyBacked = onlyBacked
    self.includesCrankcase = includesCrankcase
  }

  /// The factors of a class.
  ///
  /// - Parameter power: kW, anywhere in the class's band.
  package func factors(type: MachineType, stage: EngineStage, power: Double) -> ClassFactors {
    var result =
      method == .nonroad
      ? nonroad(type, stage, power) : emep(type, stage, power)
    if method != .nonroad { result.steady = result.terms.mapValues(\.zeroHour) }
    addBlackCarbon(&result, type, stage, power)
    if onlyBacked {
      for (pollutant, terms) in result.terms where !terms.backing.isBacked {
        result.terms[pollutant] = nil
        result.missing[pollutant] = Message(
          "off-road.unbacked", ["sources": .names(terms.backing.sources)])
      }
    }
    return result
  }

  // MARK: EMEP

  private func emep(_ type: MachineType, _ stage: EngineStage, _ power: Double) -> ClassFactors {
    var result = ClassFactors()
    let sector = FactorTables.emepSector(type.sector)
    let (factorStage, reading, note) = stage.factorStage(method, power: power)
    if method != .emepTier1, !reading.isBacked || factorStage != stage.ownEMEPStage {
      result.notes.append(
        Self.counted(stage, power, as: factorStage, note, "off-road.counted-as-emep"))
    }
    if method == .emepTier3 {
      tierThree(&result, stage: factorStage, reading: reading, power: power)
    } else {
      // The guidebook takes the fuel from statistics; from a fleet list it follows from the work
      // and NONROAD's consumption, which a stored source backs.
      let consumption = brakeSpecificConsumption(type, power)
      result.fuel = FactorTerms(zeroHour: consumption.value, backing: consumption.backing)
      for (pollutant, name) in Self.emepNames {
        let entry =
          method == .emepTier1
          ? tables.factor("tier1 \(sector)", stage: "all", pollutant: name, power: power)
          : tables.factor("tier2 \(sector)", stage: factorStage, pollutant: name, power: power)
        guard let entry else {
          result.missing[pollutant] = "off-road.no-factor"
          continue
        }
        // g/kWh of fuel times g of pollutant a kg of fuel.
        let backing = entry.backing.and(consumption.backing)
        result.terms[pollutant] = FactorTerms(
          zeroHour: consumption.value / 1_000 * entry.value,
          backing: method == .emepTier1 ? backing : backing.and(reading))
      }
    }
    addSulphurDioxide(&result)
    return result
  }

  private static let emepNames: [(ExhaustPollutant, String)] = [
    (.nox, "NOx"), (.pm25, "PM2.5"), (.pm10, "PM10"), (.bc, "BC"), (.hc, "NMVOC"), (.co, "CO"),
    (.co2, "CO2"),
  ]

  private func tierThree(
    _ result: inout ClassFactors, stage wanted: String, reading: Backing, power: Double
  ) {
    // EMEP's table ends at 560 kW, which it includes.
    let within = min(power, 559)
    if power > 560 {
      result.notes.append("off-road.above-560-kw")
    }
    let order = [
      "<1981", "1981-1990", "1991-Stage I", "Stage I", "Stage II", "Stage IIIA", "Stage IIIB",
      "Stage IV", "Stage V",
    ]
    guard let position = order.firstIndex(of: wanted) else {
      preconditionFailure("EMEP has no stage \(wanted)")
    }
    func entry(_ pollutant: String) -> FactorTables.Entry? {
      // A stage that set no limit for a band left its engines as the stage before had them.
      for earlier in order[...position].reversed() {
        if let found = tables.factor("tier3", stage: earlier, pollutant: pollutant, power: within) {
          if earlier != wanted {
            result.notes.append(
              Message(
                "off-road.earlier-stage",
                [
                  "pollutant": .text(pollutant), "stage": .text(wanted),
                  "band": .text(Self.band(within)), "earlier": .text(earlier),
                ]))
          }
          return found
        }
      }
      return nil
    }
    guard let fuel = entry("fuel_consumption") else {
      preconditionFailure("EMEP Tier 3 has no consumption of \(wanted)")
    }
    result.fuel = FactorTerms(zeroHour: fuel.value, backing: fuel.backing.and(reading))
    for (pollutant, name) in [
      (ExhaustPollutant.nox, "NOx"), (.hc, "VOC"), (.co, "CO"), (.pm10, "PM10"),
    ] {
      guard let found = entry(name) else {
        result.missing[pollutant] = "off-road.no-factor"
        continue
      }
      result.terms[pollutant] = FactorTerms(
        zeroHour: found.value, backing: found.backing.and(reading))
    }
    // The guidebook takes all exhaust particles of these engines to be fine.
    result.terms[.pm25] = result.terms[.pm10]
    if let carbon = tables.factor(
      "tier1 industry", stage: "all", pollutant: "CO2", power: power)
    {
      result.terms[.co2] = result.fuel.scaled(carbon.value / 1_000, carbon.backing)
    }
  }

  /// Which stage of a method's factors stands for a stage of a law, and why.
  private static func counted(
    _ stage: EngineStage, _ power: Double, as factors: String, _ note: Message, _ id: String
  ) -> Message {
    Message(
      id,
      [
        "stage": .message(stage.title), "band": .text(band(power)), "factors": .text(factors),
        "note": .message(note),
      ])
  }

  private static func band(_ power: Double) -> String {
    PowerBand.reported[PowerBand.reportedPosition(of: PowerBand.position(of: power))].name
  }

  private func addSulphurDioxide(_ result: inout ClassFactors) {
    let factor = tables.constant("so2_formula_factor", stage: "all", pollutant: "SO2")
    result.terms[.so2] = result.fuel.scaled(factor.value * sulphur * 1e-6, factor.backing)
  }

  // MARK: NONROAD

  /// g/kWh, transient adjustment included.
  private func brakeSpecificConsumption(
    _ type: MachineType, _ power: Double, _ technology: NonroadTechnology = .tier0
  ) -> FactorTables.Entry {
    // In EPA's file the consumption is the same in every technology.
    let row = NonroadFactors.embedded.needed(type, technology, power: power)
    let grams = tables.constant("lb_to_g", stage: "all", pollutant: "PM")
    return FactorTables.Entry(
      value: row.consumption * grams.value / Horsepower.kilowatts,
      backing: row.backing.and(grams.backing))
  }

  private func nonroad(_ type: MachineType, _ stage: EngineStage, _ power: Double) -> ClassFactors {
    var result = ClassFactors()
    let (technology, reading) = stage.technology(power: power)
    let tier = technology.rawValue
    if stage.regulation != .us {
      let note = stage.factorStage(.nonroad, power: power).note
      result.notes.append(Self.counted(stage, power, as: tier, note, "off-road.counted-as-nonroad"))
    }
    if technology == .tier2 {
      result.notes.append("off-road.fuel-of-t2")
    }
    let row = NonroadFactors.embedded.needed(type, technology, power: power)
    let steady = NonroadFactors.embedded.steady(technology, power: power)
    let consumption = brakeSpecificConsumption(type, power, technology)
    result.fuel = FactorTerms(zeroHour: consumption.value, backing: consumption.backing)
    for (pollutant, name, value, inTest) in [
      (ExhaustPollutant.nox, "NOx", row.nitrogenOxides, steady.nitrogenOxides),
      (.hc, "HC", row.hydrocarbons, steady.hydrocarbons),
      (.co, "CO", row.carbonMonoxide, steady.carbonMonoxide),
      (.pm10, "PM", row.particles, steady.particles),
    ] {
      let slope = tables.constant("A", stage: tier, pollutant: name)
      let zeroHour = value / Horsepower.kilowatts
      result.steady[pollutant] = inTest / Horsepower.kilowatts
      result.terms[pollutant] = FactorTerms(
        zeroHour: zeroHour, deterioration: zeroHour * slope.value,
        backing: row.backing.and(slope.backing).and(reading))
    }
    let conversion = tables.constant("soxcnv", stage: tier, pollutant: "PM")
    if let particles = result.terms[.pm10] {
      let base = tables.constant("soxbas", stage: tier, pollutant: "PM")
      let ratio = tables.constant("sulphate_mass_ratio", stage: "all", pollutant: "PM")
      // Sulphur in weight per cent: 10,000 ppm are one per cent.
      result.terms[.pm10] = FactorTerms(
        zeroHour: particles.zeroHour, deterioration: particles.deterioration,
        subtraction: consumption.value * ratio.value * conversion.value * 0.01
          * (base.value - sulphur / 10_000),
        backing: particles.backing.and(base.backing).and(ratio.backing).and(conversion.backing))
      let fine = fineShare
      result.terms[.pm25] = result.terms[.pm10]?.scaled(fine.value, fine.backing)
    }
    addCarbonAndSulphur(&result, consumption, conversion)
    if includesCrankcase, let exhaust = result.terms[.hc] {
      let share = tables.constant(
        "crankcase_fraction_of_exhaust_HC", stage: tier, pollutant: "HC")
      result.terms[.hc] = exhaust.scaled(1 + share.value, share.backing)
    }
    return result
  }

  /// CO2 and SO2 from the fuel that does not leave as hydrocarbons.
  private func addCarbonAndSulphur(
    _ result: inout ClassFactors, _ consumption: FactorTables.Entry,
    _ conversion: FactorTables.Entry
  ) {
    guard let unburnt = result.terms[.hc] else { return }
    let carbon = tables.constant("carbon_fraction", stage: "all", pollutant: "CO2")
    let ratio = carbon.value * 44 / 12
    result.terms[.co2] = FactorTerms(
      zeroHour: consumption.value * ratio, deterioration: -unburnt.deterioration * ratio,
      subtraction: unburnt.zeroHour * ratio,
      backing: consumption.backing.and(carbon.backing).and(unburnt.backing))
    let factor = tables.constant("so2_formula_factor", stage: "all", pollutant: "SO2")
    let share = 0.01 * sulphur / 10_000 * factor.value
    result.terms[.so2] = FactorTerms(
      zeroHour: consumption.value * (1 - conversion.value) * share,
      deterioration: -unburnt.deterioration * share, subtraction: unburnt.zeroHour * share,
      backing: consumption.backing.and(conversion.backing).and(factor.backing)
        .and(unburnt.backing))
  }

  /// PM2.5 in PM10: NONROAD's, or EMEP's where only what a stored source backs may be used.
  private var fineShare: FactorTables.Entry {
    guard onlyBacked,
      let fine = tables.factor("tier1 industry", stage: "all", pollutant: "PM2.5", power: 0),
      let all = tables.factor("tier1 industry", stage: "all", pollutant: "PM10", power: 0)
    else { return tables.constant("PM2.5_fraction_of_PM10", stage: "all", pollutant: "PM2.5") }
    return FactorTables.Entry(
      value: fine.value / all.value, backing: fine.backing.and(all.backing))
  }

  // MARK: Black carbon

  /// Black carbon as EMEP Tier 2's share of PM2.5 in the stage, where a method has no factor of
  /// its own; of all stages together where only what is backed may be used.
  private func addBlackCarbon(
    _ result: inout ClassFactors, _ type: MachineType, _ stage: EngineStage, _ power: Double
  ) {
    guard result.terms[.bc] == nil, let particles = result.terms[.pm25] else { return }
    let sector = FactorTables.emepSector(type.sector)
    let (factorStage, reading, _) = stage.factorStage(
      method == .nonroad ? .emepTier2 : method, power: power)
    let takesAll = onlyBacked && !reading.isBacked
    let table = takesAll ? "tier1 \(sector)" : "tier2 \(sector)"
    let row = takesAll ? "all" : factorStage
    guard let carbon = tables.factor(table, stage: row, pollutant: "BC", power: 0),
      let fine = tables.factor(table, stage: row, pollutant: "PM2.5", power: 0)
    else { return }
    let ratio = carbon.backing.and(fine.backing)
    result.terms[.bc] = particles.scaled(
      carbon.value / fine.value, takesAll ? ratio : ratio.and(reading))
  }
}
