public import Documents
/// A figure as a Vega-Lite specification, the form that JupyterLab, Altair and the Vega editor
/// open.
public struct Figure: Sendable {
  /// Name of its file, without extension.
  public let name: String
  /// What it shows, for the caption and for readers who cannot see it.
  public let caption: String
  /// The specification.
  public let specification: JSONValue
}
