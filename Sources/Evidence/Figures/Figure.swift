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

/// What all figures share.
enum FigureStyle {
  /// Colours that stay apart for the colour-blind (Okabe and Ito).
  static let treated = "#0072B2"
  static let expected = "#D55E00"
  static let donors = "#999999"

  static func specification(
    width: Int, height: Int, description: String, _ members: [String: JSONValue]
  ) -> JSONValue {
    var object: [String: JSONValue] = [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "width": .number(Double(width)), "height": .number(Double(height)),
      "description": .string(description), "background": "white",
      "config": [
        "font": "Noto Sans, Noto Sans CJK JP, Noto Sans CJK SC, Helvetica, Arial, sans-serif",
        "axis": [
          "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
          "gridColor": "#e6e6e6", "domainColor": "#888", "tickColor": "#888",
        ],
        "legend": [
          "labelFontSize": 12, "labelLimit": 420, "title": .null, "orient": "top",
          "symbolStrokeWidth": 3,
        ],
        "view": ["stroke": .null],
      ],
    ]
    for (name, value) in members { object[name] = value }
    return .object(object)
  }
}
