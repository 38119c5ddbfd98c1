import NumericKernels

extension TreeEnsemble {
  /// The trees of an XGBoost model.
  ///
  /// XGBoost keeps a leaf's value where a split has its threshold, and child −1 marks a leaf.
  ///
  /// - Parameters:
  ///   - model: what `XGBoosterSaveModelToBuffer` gives as Universal Binary JSON.
  ///   - base: what the training started from, on the scale of the leaves.
  /// - Throws: `KernelError.training` when the bytes are no model of trees.
  init(xgboostModel model: [UInt8], featureCount: Int, base: Double) throws(KernelError) {
    guard
      let trees = UniversalBinaryJSON.read(model)?["learner"]?["gradient_booster"]?["model"]?[
        "trees"]?.array
    else { throw .training("XGBoost’s model cannot be read") }
    var roots: [Int32] = []
    var feature: [Int32] = []
    var threshold: [Float] = []
    var left: [Int32] = []
    var right: [Int32] = []
    var missingGoesLeft: [Bool] = []
    var value: [Double] = []
    var gain: [Float] = []
    var cover: [Float] = []
    for tree in trees {
      guard let leftChildren = tree["left_children"]?.integers,
        let rightChildren = tree["right_children"]?.integers,
        let features = tree["split_indices"]?.integers,
        let conditions = tree["split_conditions"]?.floats,
        let defaults = tree["default_left"]?.integers,
        let losses = tree["loss_changes"]?.floats,
        let hessians = tree["sum_hessian"]?.floats,
        Set([
          rightChildren.count, features.count, conditions.count, defaults.count, losses.count,
          hessians.count,
        ]) == [leftChildren.count]
      else { throw .training("a tree of XGBoost’s model cannot be read") }
      let offset = Int32(feature.count)
      roots.append(offset)
      for node in leftChildren.indices {
        let isLeaf = leftChildren[node] < 0
        feature.append(isLeaf ? -1 : features[node])
        threshold.append(isLeaf ? 0 : conditions[node])
        left.append(isLeaf ? 0 : offset + leftChildren[node])
        right.append(isLeaf ? 0 : offset + rightChildren[node])
        missingGoesLeft.append(defaults[node] != 0)
        value.append(isLeaf ? Double(conditions[node]) : 0)
        gain.append(isLeaf ? 0 : losses[node])
        cover.append(hessians[node])
      }
    }
    self.init(
      featureCount: featureCount, base: base, roots: roots, feature: feature,
      threshold: threshold, left: left, right: right, missingGoesLeft: missingGoesLeft,
      value: value, gain: gain, cover: cover)
  }
}
