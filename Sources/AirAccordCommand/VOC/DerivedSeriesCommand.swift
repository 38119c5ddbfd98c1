import AirQuality
import ArgumentParser
import Evidence
import Studies
import VOC

/// Ozone formation and its like as series.
struct DerivedSeriesCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "series",
    abstract: "Derive ozone formation, OH reactivity and their like step by step, into an archive.",
    discussion: """
      The series stand at the record’s station and are called ofp_total, ofp_aromatic, \
      oh_reactivity_total, soap_toluene, propylene_equivalent_total, initial_toluene: every verb can \
      use them. A step at which a compound is missing has no sum.

      Examples:
        airaccord voc series gc.csv --unit ppb --kelvin 298.15 --kilopascals 101.325 \
      --quantity ozone-formation --quantity oh-reactivity --part total --part families --into air.sqlite
        airaccord voc series gc.csv --unit ppb --quantity initial --emission-ratio 3.2 --into air.sqlite
      """)

  @OptionGroup var input: RecordInput
  @OptionGroup var detection: DetectionOption
  @OptionGroup var start: ClockOptions
  @OptionGroup var own: ConstantsOption

  @Option(
    help: ArgumentHelp(
      "What to derive; may be repeated: "
        + DerivedSeries.Quantity.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var quantity: [DerivedSeries.Quantity] = DerivedSeries().quantities

  @Option(help: "Of what; may be repeated: total, families, compounds.")
  var part: [DerivedSeries.Part] = DerivedSeries().parts

  @Flag(help: "Rate constants follow the record’s temperature where E/R is known.")
  var rateTemperature = false

  @Option(name: .customLong("into"), help: "Write the series into this archive.")
  var target: String?

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    var study = DerivedSeriesStudy(input.reading)
    study.settings.assessment.rule = detection.belowDetection
    study.settings.quantities = quantity
    study.settings.parts = part
    study.settings.followsTemperature = rateTemperature
    study.clock = start.clock
    study.constants = own.constants
    study.target = target
    return Presentation(derived: try outcome(of: study))
  }
}
