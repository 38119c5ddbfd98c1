import Estimation

/// p-values of several questions that were asked at once.
///
/// Of twenty untouched subjects one has p ≤ 0.05 by chance alone. After Holm's correction the chance
/// that any untouched one does is 5 %, whatever the subjects have in common.
///
/// - Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
enum HolmCorrection {
  /// The corrected p-values, in the order given.
  static func adjusted(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var adjusted = values
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(values.count - rank) * values[index]))
      adjusted[index] = largest
    }
    return adjusted
  }

  /// Corrects all rows, each design's p-values over the subjects of one kind and quantity.
  static func rows(_ rows: [VOCImpact.Row]) -> [VOCImpact.Row] {
    var members: [String: [(row: Int, place: Int, value: Double)]] = [:]
    for (row, content) in rows.enumerated() {
      for (place, effect) in content.effects.enumerated() {
        guard let value = effect.pValue?.value else { continue }
        let subject = content.subject
        let family = [
          subject.kind.rawValue, subject.quantity.rawValue, subject.reference ?? "",
          effect.method.identifier,
        ]
        members[family.joined(separator: "/"), default: []].append((row, place, value))
      }
    }
    var adjusted = rows.map { [Double?](repeating: nil, count: $0.effects.count) }
    for family in members.values {
      for (member, value) in zip(family, Self.adjusted(family.map(\.value))) {
        adjusted[member.row][member.place] = value
      }
    }
    return zip(rows, adjusted).map { row, values in
      VOCImpact.Row(
        subject: row.subject, effects: row.effects, adjustedPValues: values,
        unanswered: row.unanswered)
    }
  }
}
