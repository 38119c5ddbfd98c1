import AirQuality

extension FormatDescription {
  /// The yearly files of the United States missions, 2013 and later.
  static let stateAir: FormatDescription = {
    var format = stateAirBase(
      identifier: "stateair", title: "PM2.5 at the US missions, yearly files from 2013",
      value: "Raw Conc.")
    format.signature = ["Site", "Date (LT)", "Raw Conc.", "QC Name"]
    format.notes = """
      The year runs from 01:00 on 1 January to 00:00 on the next. The source does not say which \
      end of the hour a stamp names; the beginning is assumed, so that years grouped by the label \
      have the published counts. That the older layout labels the same hours one earlier speaks \
      for the end: read with the stamp “ending” to move all hours by one. Only rows flagged Valid \
      count; small negatives are kept.
      """
    return format
  }()

  /// The files of the same missions up to 2014, with three lines before the header.
  static let stateAirHistorical: FormatDescription = {
    var format = stateAirBase(
      identifier: "stateair-historical", title: "PM2.5 at the US missions, files up to 2014",
      value: "Value")
    format.encoding = .latin1
    format.preamble = 3
    format.signature = ["Site", "Date (LST)", "Value", "QC Name"]
    // All 8,448 valid hours of Shenyang 2014 stand in both layouts, each an hour later in the
    // newer one, whose labels the network speaks.
    format.time.shift = 3_600
    format.notes = """
      The same hour is labelled one later in the newer layout: all 8,448 valid hours of Shenyang \
      2014, which exist in both, agree so. Labels are moved by one hour to agree with the newer \
      layout; everything said there holds here.
      """
    return format
  }()

  private static func stateAirBase(
    identifier: String, title: String, value: String
  ) -> FormatDescription {
    var format = FormatDescription(identifier: identifier, title: title, network: "stateair")
    format.station.column = "Site"
    format.station.known = ["Beijing", "Chengdu", "Guangzhou", "Shanghai", "Shenyang"]
    format.time.year = "Year"
    format.time.month = "Month"
    format.time.day = "Day"
    format.time.hour = "Hour"
    format.time.utcOffset = 8 * 3_600
    format.time.repairsSummerTimeRepeat = true
    var column = ValueColumn(value, .pm25, .microgramsPerCubicMetre)
    column.sentinels = [-999]
    format.values = [column]
    format.quality = QualityRule(column: "QC Name", accepted: ["Valid"])
    format.assumptions = [
      "PM2.5 is in µg/m³", "the clock is UTC+08:00", "stamps name the beginning of the hour",
    ]
    return format
  }
}
