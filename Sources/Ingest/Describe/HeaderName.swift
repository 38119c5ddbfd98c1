import AirQuality

/// What a column's name in the header tells.
struct HeaderName {
  /// What it measures, where the name is one that is known.
  let pollutant: Pollutant?
  /// The unit in the name, as written.
  let unit: String?

  /// - Parameter header: such as `PM2.5 (µg/m³)`, `NO2[ppb]`, `二酸化窒素(ppm)`, `temp_degC`.
  init(_ header: String) {
    let plain = header.replacing("（", with: "(").replacing("）", with: ")")
      .replacing("［", with: "[").replacing("］", with: "]")
    var name = plain
    var unit: String?
    for (open, close) in [("(", ")"), ("[", "]")] {
      guard unit == nil, let begin = plain.firstIndex(of: Character(open)),
        let end = plain[begin...].firstIndex(of: Character(close))
      else { continue }
      let inside = HeaderLine.trimmed(String(plain[plain.index(after: begin)..<end]))
      guard MeasurementUnit(UnitFactor(inside).unit) != nil else { continue }
      unit = inside
      name = HeaderLine.trimmed(String(plain[..<begin]) + plain[plain.index(after: end)...])
    }
    if unit == nil {
      // “NO2, ppb”, “temp_degC”, “PM2.5 µg/m³”.
      for mark in [",", "_", " ", "/"] as [Character] where unit == nil {
        guard let place = plain.firstIndex(of: mark) else { continue }
        var split = place
        while true {
          let tail = HeaderLine.trimmed(String(plain[plain.index(after: split)...]))
          let head = HeaderLine.trimmed(String(plain[..<split]))
          if !tail.isEmpty, tail.count > 1 || tail == "%" || tail == "K",
            MeasurementUnit(UnitFactor(tail).unit) != nil, Pollutant(head).isKnown
          {
            unit = tail
            name = head
            break
          }
          guard let next = plain[plain.index(after: split)...].firstIndex(of: mark) else { break }
          split = next
        }
      }
    }
    let known = Pollutant(name)
    pollutant = known.isKnown ? known : nil
    self.unit = unit
  }

  /// The role that a name has in most tables; `nil` for another.
  static func role(_ name: String) -> Role? {
    let key = name.lowercased().filter { !" _-.:".contains($0) }
    return roles.first { $0.value.contains(key) }?.key
  }

  /// What a column is beside values.
  enum Role: CaseIterable {
    case station, stationName, latitude, longitude, pollutant, unit, value, flag, instrument
    case year, month, day, hour, minute, clock
  }

  private static let roles: [Role: Set<String>] = [
    .station: [
      "station", "site", "stationid", "siteid", "stationcode", "sitecode", "code", "locationid",
      "location", "sensor", "sensorid", "deviceid", "device", "aqsid", "測定局", "測定局コード", "測定局番号",
      "測定局名", "局", "局名", "地点", "観測点", "站点", "站点编号", "站点编码", "站點", "测站", "測站", "站名", "站点名称",
      "监测点", "監測點", "监测点位", "点位", "点位名称", "城市", "都市", "city", "monitor", "estacion", "messstation",
    ],
    .stationName: ["stationname", "sitename", "locationname"],
    .latitude: ["lat", "latitude", "緯度", "纬度"],
    .longitude: ["lon", "lng", "long", "longitude", "経度", "经度", "經度"],
    .pollutant: [
      "pollutant", "parameter", "item", "variable", "species", "component", "項目", "測定項目", "指标",
      "项目",
      "监测项目", "污染物", "測項", "参数", "类型", "type",
    ],
    .unit: ["unit", "units", "unitofmeasure", "単位", "单位", "單位"],
    .value: [
      "value", "concentration", "measurement", "result", "測定値", "値", "数值", "浓度", "监测值", "濃度",
    ],
    .flag: [
      "flag", "flags", "qc", "quality", "qualityflag", "status", "validity", "valid", "qualifier",
      "フラグ", "品質", "标记", "质控",
    ],
    .instrument: ["poc", "instrument", "sensors"],
    .year: ["year", "yyyy", "yr", "年", "年份"],
    .month: ["month", "mm", "mon", "月", "月份"],
    .day: ["day", "dd", "日"],
    .hour: ["hour", "hh", "hr", "時", "时", "時刻", "時間", "小时", "小時", "时刻", "hora", "heure", "stunde"],
    .minute: ["minute", "min", "分", "分钟"],
    .clock: ["time", "clock", "uhrzeit", "时间", "localtime", "timelocal"],
  ]
}
