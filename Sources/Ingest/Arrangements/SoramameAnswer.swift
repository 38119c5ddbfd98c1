import Documents
import AirQuality
import TextFiles
import Foundation

/// Answers of the interface of Japan's そらまめ君 in JSON.
extension Japanese {
  static let soramameJSON = Arrangement(
    format: FileFormat(
      identifier: "soramame-json", title: "Japan そらまめ君, answers of its interface (JSON)",
      columns: [
        "SKT_CD", "SKT_DATE", "SKT_TIME", "SO2", "NO", "NO2", "NOX", "CO", "OX", "PM2_5", "…",
      ],
      missingCodes: ["empty", "-", "null"],
      timeConvention: "UTC+09:00, stamps name the ending (1 to 24)",
      notes: """
        Provisional values in the network’s units: gases ppm, hydrocarbons ppmC, SPM mg/m³, PM2.5 \
        µg/m³. Names of the items are from memory, except SKT_CD, SKT_DATE, SKT_TIME, PM2_5 and TEMP; \
        items of other names are told and left out.
        """),
    network: "japan-stations",
    assumes: ["units are the national network’s, which an answer does not repeat"],
    recognises: { opening in
      opening.lines.first.map { $0.hasPrefix("[") || $0.hasPrefix("{") } == true
        && opening.lines.contains { $0.contains("\"SKT_CD\"") }
    },
    fill: { table, file throws(IngestError) in
      table.stamp = .ending
      table.step = .hour
      let rows: [[String: AnswerText?]]
      do {
        rows = try JSONDecoder().decode([[String: AnswerText?]].self, from: Data(file.text.utf8))
      } catch {
        throw .file(
          .damaged(kind: "answer in JSON", words: "it is no list of rows", file: file.path))
      }
      for (index, row) in rows.enumerated() {
        func text(_ name: String) -> String { (row[name] ?? nil)?.text ?? "" }
        let date = text("SKT_DATE").split { "/-".contains($0) }.compactMap { Int($0) }
        guard date.count == 3, let hour = Int(text("SKT_TIME")),
          let stamp = StampText.reading(date + [hour], offset)
        else {
          throw .unreadableTime(
            "\(text("SKT_DATE")) \(text("SKT_TIME"))", column: "[\(index)].SKT_DATE", pattern: nil,
            file: file.path, line: 1)
        }
        for name in row.keys.sorted() where !name.hasPrefix("SKT_") {
          guard let element = Element(name) else {
            table.notices.note(
              .columnsLeftOut, say("ingest.items-unknown", name: name), line: nil)
            continue
          }
          let written = text(name)
          table.add(
            .init(
              station: text("SKT_CD"), utc: stamp.utc, offset: offset,
              quantity: try element.quantity(column: name, file: file.path, line: 1),
              value: element.pollutant == .windDirection ? Element.degrees(written) : written,
              line: 1),
            column: name)
        }
      }
    })

  /// A text or a number.
  private struct AnswerText: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
      } else {
        text = "\(try container.decode(Double.self))"
      }
    }
  }
}
