import CXGBoost
import NumericKernels

/// XGBoost's matrix of training rows; freed with the last reference.
@safe final class XGBoostRows {
  let handle: DMatrixHandle
  let count: Int

  /// - Parameters:
  ///   - table: `rows × features`, NaN where missing.
  ///   - response: one a row.
  ///   - weights: one a row; `nil` for ones.
  init(
    _ table: FeatureMatrix, response: [Double], weights: [Double]?
  ) throws(KernelError) {
    guard response.count == table.rows, weights.map({ $0.count == table.rows }) ?? true else {
      throw .shape("\(response.count) responses for \(table.rows) rows")
    }
    var made: DMatrixHandle?
    let status = unsafe XGDMatrixCreateFromMat(
      table.rowMajor, bst_ulong(table.rows), bst_ulong(table.columns), .nan, &made)
    guard status == 0, let made = unsafe made else { throw XGBoostModel.lastError }
    unsafe handle = made
    count = table.rows
    try set("label", response.map { Float($0) })
    if let weights { try set("weight", weights.map { Float($0) }) }
  }

  private func set(_ field: String, _ values: [Float]) throws(KernelError) {
    guard
      unsafe XGDMatrixSetFloatInfo(handle, field, values, bst_ulong(values.count)) == 0
    else { throw XGBoostModel.lastError }
  }

  deinit { unsafe XGDMatrixFree(handle) }
}

/// XGBoost's model in training; freed with the last reference.
@safe final class XGBoostModel {
  private let handle: BoosterHandle

  static var lastError: KernelError {
    let text = unsafe String(cString: XGBGetLastError())
    // What follows is a list of addresses.
    let words = text.split(separator: "\n", maxSplits: 1).first ?? ""
    return .training("XGBoost: " + words)
  }

  /// A model without trees.
  ///
  /// - Parameter rows: every matrix that it will be trained or judged on, so that predictions are
  ///   kept between rounds.
  init(rows: [XGBoostRows], parameters: [(String, String)]) throws(KernelError) {
    var made: BoosterHandle?
    let handles: [DMatrixHandle?] = unsafe rows.map { unsafe $0.handle }
    guard unsafe XGBoosterCreate(handles, bst_ulong(handles.count), &made) == 0,
      let made = unsafe made
    else { throw Self.lastError }
    unsafe handle = made
    for (name, value) in parameters {
      guard unsafe XGBoosterSetParam(handle, name, value) == 0 else { throw Self.lastError }
    }
  }

  deinit { unsafe XGBoosterFree(handle) }

  /// One round on the model's own objective.
  func update(round: Int, on rows: XGBoostRows) throws(KernelError) {
    guard unsafe XGBoosterUpdateOneIter(handle, Int32(round), rows.handle) == 0 else {
      throw Self.lastError
    }
  }

  /// One round on given derivatives of the loss, one a row.
  func boost(
    on rows: XGBoostRows, gradient: [Float], curvature: [Float]
  ) throws(KernelError) {
    var gradient = gradient
    var curvature = curvature
    guard gradient.count == rows.count, curvature.count == rows.count else {
      throw .shape("\(gradient.count) derivatives for \(rows.count) rows")
    }
    guard
      unsafe XGBoosterBoostOneIter(
        handle, rows.handle, &gradient, &curvature, bst_ulong(rows.count)) == 0
    else { throw Self.lastError }
  }

  /// The model's own measure of error on some rows.
  func error(round: Int, on rows: XGBoostRows) throws(KernelError) -> Double {
    var matrices: [DMatrixHandle?] = unsafe [rows.handle]
    var text: UnsafePointer<CChar>?
    let status = unsafe "validation".withCString { name in
      var names: [UnsafePointer<CChar>?] = unsafe [name]
      return unsafe XGBoosterEvalOneIter(
        handle, Int32(round), &matrices, &names, 1, &text)
    }
    guard status == 0, let text = unsafe text else { throw Self.lastError }
    // “[12]\tvalidation-rmse:31.5”; the last number is the measure.
    let line = unsafe String(cString: text)
    guard let value = line.split(separator: ":").last.flatMap({ Double($0) }) else {
      throw .training("XGBoost’s error “\(line)” cannot be read")
    }
    return value
  }

  /// XGBoost's own prediction on the scale of the leaves.
  func margins(of rows: XGBoostRows) throws(KernelError) -> [Float] {
    try predict(
      rows,
      #"{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}"#)
  }

  private func predict(
    _ rows: XGBoostRows, _ configuration: String
  ) throws(KernelError) -> [Float] {
    var shape: UnsafePointer<bst_ulong>?
    var dimensions: bst_ulong = 0
    var values: UnsafePointer<Float>?
    guard
      unsafe XGBoosterPredictFromDMatrix(
        handle, rows.handle, configuration, &shape, &dimensions, &values) == 0,
      let shape = unsafe shape, let values = unsafe values
    else { throw Self.lastError }
    var count = 1
    for dimension in 0..<Int(dimensions) { count *= unsafe Int(shape[dimension]) }
    return unsafe Array(UnsafeBufferPointer(start: values, count: count))
  }

  /// The model as Universal Binary JSON.
  func bytes() throws(KernelError) -> [UInt8] {
    var length: bst_ulong = 0
    var start: UnsafePointer<CChar>?
    guard
      unsafe XGBoosterSaveModelToBuffer(handle, #"{"format":"ubj"}"#, &length, &start) == 0,
      let start = unsafe start
    else { throw Self.lastError }
    return unsafe UnsafeRawBufferPointer(start: start, count: Int(length)).map { $0 }
  }
}
