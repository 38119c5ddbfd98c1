/// A design that can answer from one place's own past, and can therefore be asked about dates of that
/// past at which nothing was done.
///
/// A new design of this kind conforms here and is repeated on made-up dates without further edits.
public protocol SingleSeriesDesign: EffectEstimator {}

extension BeforeAfter: SingleSeriesDesign {}
extension InterruptedTimeSeries: SingleSeriesDesign {}
extension ChangePointDesign: SingleSeriesDesign {}
extension BusinessAsUsual: SingleSeriesDesign {}
extension StructuralTimeSeries: SingleSeriesDesign {}
extension RegressionDiscontinuity: SingleSeriesDesign {}
