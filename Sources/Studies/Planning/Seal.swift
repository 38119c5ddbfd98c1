import Cooperation
public import AirQuality
import Documents
import Estimation
import Foundation

/// What became of a plan: whether the diagnostics held, what differs from it, and what was not shown.
public struct Seal: Hashable, Codable, Sendable {
  /// A part of the study that is not as it was planned.
  public struct Deviation: Hashable, Codable, Sendable {
    /// Path of the part, `calibration.seed`.
    public let path: String
    /// As it was planned, as JSON text; `nil` where it was not there.
    public let planned: String?
    /// As it is now.
    public let now: String?
  }

  /// Hash of the plan.
  public let hash: String
  /// The day of the plan.
  public let date: CivilDate
  /// Whether the archive held values after the measure's start on that day.
  public let dataWereThere: Bool
  /// What differs from the plan.
  public let deviations: [Deviation]
  /// Diagnostics that did not pass; empty for a seal that was opened.
  public let failed: [DiagnosticCheck.Kind]
  /// Methods whose effect is not shown.
  public let withheld: [String]

  /// Whether the effect is shown.
  public var isOpen: Bool { failed.isEmpty }
}

extension Dossier {
  /// The dossier as a plan lets it be shown: where a diagnostic does not pass, without effects and without
  /// the course after the measure.
  ///
  /// - Throws: `EncodingError` where the studies cannot be compared.
  public func sealed(by plan: StudyPlan) throws -> Dossier {
    var dossier = self
    var judged = self
    // The plan's thresholds and main method count, whatever the study says by now.
    judged.study.thresholds = plan.thresholds
    judged.study.main = plan.study.main ?? study.main
    let checks = DiagnosticCheck.all(judged)
    dossier.checks = checks
    let failed = checks.filter { $0.status != .passed }.map(\.kind)
    dossier.seal = Seal(
      hash: plan.hash, date: plan.date, dataWereThere: plan.dataWereThere,
      deviations: try Seal.Deviation.between(plan.study, study), failed: failed,
      withheld: failed.isEmpty ? [] : findings.map(\.effect.method.identifier))
    guard !failed.isEmpty else { return dossier }
    dossier.findings = []
    dossier.heterogeneity = nil
    dossier.observed = observed.until(study.measure.begin(utcOffset: observed.axis.utcOffset))
    dossier.measured = measured.map {
      $0.until(study.measure.begin(utcOffset: $0.axis.utcOffset))
    }
    dossier.donors = donors.map { $0.until(study.measure.begin(utcOffset: $0.axis.utcOffset)) }
    return dossier
  }
}

extension MonitoringSeries {
  /// The series without values from an instant on.
  fileprivate func until(_ end: Instant) -> MonitoringSeries {
    window(from: axis.start, until: min(end, axis.end))
  }
}

extension Seal.Deviation {
  /// Every part in which two studies differ, by path.
  ///
  /// - Throws: `EncodingError`; a study that cannot be written has no list of deviations.
  static func between(
    _ planned: some Encodable, _ now: some Encodable
  ) throws -> [Seal.Deviation] {
    func leaves(_ value: some Encodable) throws -> [String: String] {
      var found: [String: String] = [:]
      collect(try JSONValue(encoding: value), "", into: &found)
      return found
    }
    let (before, after) = (try leaves(planned), try leaves(now))
    return Set(before.keys).union(after.keys).sorted().compactMap { path in
      before[path] == after[path]
        ? nil : Seal.Deviation(path: path, planned: before[path], now: after[path])
    }
  }

  private static func collect(
    _ value: JSONValue, _ path: String, into found: inout [String: String]
  ) {
    switch value {
    case .object(let members):
      for (name, member) in members {
        collect(member, path.isEmpty ? name : "\(path).\(name)", into: &found)
      }
    case .array(let members):
      for (place, member) in members.enumerated() {
        collect(member, "\(path)[\(place + 1)]", into: &found)
      }
      found["\(path).count"] = "\(members.count)"
    case .null: break
    case .bool(let flag): found[path] = "\(flag)"
    case .number(let number):
      found[path] =
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .whole(let number): found[path] = "\(number)"
    case .string(let text): found[path] = text
    }
  }
}
