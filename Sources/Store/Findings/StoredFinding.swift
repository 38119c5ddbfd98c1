/// A study's dossier with everything needed to make it again.
///
/// No clock enters: the same study on the same data is the same finding.
public struct StoredFinding: Codable, Hashable, Sendable {
  /// Title of the study.
  public let title: String
  /// The study as it was written and reviewed, usually YAML.
  public let study: String
  /// The findings as JSON, exactly as they were reported.
  public let dossier: String
  /// How they came about.
  public let provenance: Provenance

  /// A finding as it is kept: the study's own text and its whole dossier.
  public init(title: String, study: String, dossier: String, provenance: Provenance) {
    self.title = title
    self.study = study
    self.dossier = dossier
    self.provenance = provenance
  }

  /// What a finding was made from and with.
  public struct Provenance: Codable, Hashable, Sendable {
    /// Of AirAccord.
    public let version: String
    /// Of every random stream.
    public let seed: UInt64
    /// All settings, as JSON.
    public let settings: String
    /// The files whose values entered.
    public let inputs: [Input]

    /// The version, the seed and the settings with which a finding was made, and the files it rests
    /// on.
    public init(version: String, seed: UInt64, settings: String, inputs: [Input]) {
      self.version = version
      self.seed = seed
      self.settings = settings
      self.inputs = inputs
    }
  }

  /// One file whose values entered.
  public struct Input: Codable, Hashable, Sendable {
    /// Name of the file.
    public let name: String
    /// Hash of its bytes, hexadecimal.
    public let sha256: String

    /// A file and the SHA-256 of its bytes.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }
}
