import AirAccord
import Foundation

/// Reads monitoring files into an archive, answers a study, and writes the dossier.
func answer(study: String, data: [String], archive: String, dossier: URL) throws -> Dossier {
  let store = try Archive(path: archive, mode: .create)
  let ingested = try Ingestion(data, into: store).run()
  if let failure = ingested.failures.first { throw failure.error }

  let watch = JobWatch { step in print("\(step.done) of \(step.total): \(step.subject)") }
  let findings = try Evaluation(file: study, in: store).run(watch)

  let writer = EvidenceWriter(language: .english)
  _ = try writer.write(findings, to: dossier, date: DocumentFolder.today)
  return findings
}
