import AirAccord
import ArgumentParser

/// Ozone formation and its like as series.
struct DerivedSeriesCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.series")

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

  func validate() throws { try start.refuseIdle() }

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
