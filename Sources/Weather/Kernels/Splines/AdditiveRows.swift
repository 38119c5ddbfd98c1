import COpenBLAS
package import NumericKernels

/// The rows of an additive design, kept as small tables of function values and places in them.
package struct AdditiveRows: Sendable {
  /// One term's part: one table for a function of one covariate, two for an interaction.
  struct Block: Sendable {
    /// `distinct values × functions`.
    let tables: [Matrix]
    /// One array a table, one entry a row.
    let places: [[Int32]]
  }

  /// How many rows.
  package let count: Int
  /// How many columns, the constant counted.
  package let columns: Int
  private let blocks: [Block]
  private let ranges: [Range<Int>]

  init(blocks: [Block], ranges: [Range<Int>], count: Int, columns: Int) {
    self.blocks = blocks
    self.ranges = ranges
    self.count = count
    self.columns = columns
  }

  /// Each term's value in every row, for given coefficients.
  package func effects(_ coefficients: [Double]) throws(KernelError) -> [[Double]] {
    var result: [[Double]] = []
    for (block, range) in zip(blocks, ranges) {
      let own = Array(coefficients[range])
      let places = block.places[0]
      if block.tables.count == 1 {
        let values = try LinearAlgebra.multiply(block.tables[0], own)
        result.append(places.map { values[Int($0)] })
        continue
      }
      let size = block.tables[0].columns
      let surface = try LinearAlgebra.multiply(
        block.tables[1],
        Matrix(rows: size, columns: own.count / size, storage: own), transposeRight: true)
      let first = block.tables[0]
      let other = block.places[1]
      result.append(
        (0..<count).map { row in
          var sum = 0.0
          for column in 0..<size {
            sum += first[Int(places[row]), column] * surface[Int(other[row]), column]
          }
          return sum
        })
    }
    return result
  }

  /// The linear predictor in every row.
  package func predictions(_ coefficients: [Double]) throws(KernelError) -> [Double] {
    var result = [Double](repeating: coefficients[0], count: count)
    for effect in try effects(coefficients) {
      for row in result.indices { result[row] += effect[row] }
    }
    return result
  }

  /// Means of every column over some rows: what the prediction's mean is made of.
  package func columnMeans(over rows: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    var buffer = [Double](repeating: 0, count: Self.chunk * (columns + 1))
    for start in stride(from: 0, to: rows.count, by: Self.chunk) {
      let part = rows[start..<min(start + Self.chunk, rows.count)]
      gather(part, into: &buffer)
      for column in 0..<columns {
        for row in 0..<part.count { sums[column] += buffer[column * Self.chunk + row] }
      }
    }
    return sums.map { $0 / Double(max(rows.count, 1)) }
  }

  /// Sums of products of all columns and a response over some rows.
  ///
  /// The rows are gathered in chunks that fit the cache and multiplied by BLAS. With the basis of
  /// a hundred columns that weather models have this is as fast as the cross products of tables in
  /// the paper, and it takes weights and serial correlation without further algebra.
  ///
  /// - Parameters:
  ///   - response: one a row of the design.
  ///   - rows: which, in time order.
  ///   - weights: one a row of the design, how often it counts; empty for once each.
  ///   - correlation: lag-1 correlation ρ of the errors. Each row with its predecessor among the
  ///     design's rows becomes (x − ρ x₋₁)/√(1 − ρ²), which makes errors independent.
  ///   - hasPredecessor: one a row of the design: whether the row before it is the step before.
  package func crossProducts(
    with response: [Double], rows: ArraySlice<Int>, weights: [Double] = [],
    correlation: Double = 0, hasPredecessor: [Bool] = []
  ) -> CrossProducts {
    precondition(response.count == count)
    var products = CrossProducts(size: columns)
    let chunk = Self.chunk
    var buffer = [Double](repeating: 0, count: chunk * (columns + 1))
    var previous = correlation == 0 ? [] : buffer
    let scale = 1 / (1 - correlation * correlation).squareRoot()
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: chunk) {
      let part = rows[start..<min(start + chunk, rows.endIndex)]
      gather(part, into: &buffer, response: response)
      if correlation != 0 {
        gather(
          ArraySlice(part.map { hasPredecessor[$0] ? $0 - 1 : $0 }), into: &previous,
          response: response)
        let linked = part.map { hasPredecessor[$0] }
        for column in 0...columns {
          for (offset, isLinked) in linked.enumerated() where isLinked {
            let cell = column * chunk + offset
            buffer[cell] = (buffer[cell] - correlation * previous[cell]) * scale
          }
        }
      }
      var counted = Double(part.count)
      if !weights.isEmpty {
        let roots = part.map { weights[$0].squareRoot() }
        counted = part.reduce(0.0) { $0 + weights[$1] }
        for column in 0...columns {
          for (offset, root) in roots.enumerated() { buffer[column * chunk + offset] *= root }
        }
      }
      products.add(buffer, rows: part.count, counted: counted, leading: chunk)
    }
    return products
  }

  /// Rows that are gathered at a time.
  static let chunk = 512

  /// Writes rows into a column-major buffer of `chunk` leading rows, the response as last column.
  private func gather(
    _ rows: ArraySlice<Int>, into buffer: inout [Double], response: [Double]? = nil
  ) {
    var indices = [Int](repeating: 0, count: rows.count)
    unsafe buffer.withUnsafeMutableBufferPointer { target in
      for offset in 0..<rows.count { unsafe target[offset] = 1 }
      for (block, range) in zip(blocks, ranges) {
        for (part, table) in block.tables.enumerated() {
          block.locate(rows, part: part, into: &indices)
          // In an interaction the first covariate's functions run fastest.
          let width = block.tables[0].columns
          unsafe indices.withUnsafeBufferPointer { places in
            unsafe table.storage.withUnsafeBufferPointer { source in
              for column in range {
                let function = column - range.lowerBound
                let base = (part == 0 ? function % width : function / width) * table.rows
                let goal = column * Self.chunk
                if part == 0 {
                  for offset in 0..<places.count {
                    unsafe target[goal + offset] = source[base + places[offset]]
                  }
                } else {
                  for offset in 0..<places.count {
                    unsafe target[goal + offset] *= source[base + places[offset]]
                  }
                }
              }
            }
          }
        }
      }
      if let response {
        for (offset, row) in rows.enumerated() {
          unsafe target[columns * Self.chunk + offset] = response[row]
        }
      }
    }
  }
}

extension AdditiveRows.Block {
  /// Places in one table of some rows.
  fileprivate func locate(_ rows: ArraySlice<Int>, part: Int, into indices: inout [Int]) {
    let own = places[part]
    for (offset, row) in rows.enumerated() { indices[offset] = Int(own[row]) }
  }
}

/// Sums of products of a design's columns and a response: all that a Gaussian additive model needs
/// of its data.
///
/// They add up over blocks of rows, so a bootstrap of blocks or a fold left out is a sum of what is
/// there already.
package struct CrossProducts: Sendable {
  /// Number of coefficients.
  package let size: Int
  /// How many rows, counted with their weights.
  package private(set) var rows = 0.0
  /// `(size + 1)²`, upper triangle; the last row and column are the response's.
  private(set) var augmented: Matrix

  /// Sums of nothing.
  package init(size: Int) {
    self.size = size
    augmented = Matrix(rows: size + 1, columns: size + 1)
  }

  /// Adds another's sums times a factor.
  package mutating func add(_ other: CrossProducts, times factor: Double = 1) {
    precondition(other.size == size)
    rows += factor * other.rows
    _ = BLAS.singleThread
    unsafe cblas_daxpy(
      Int32(augmented.storage.count), factor, other.augmented.storage, 1, &augmented.storage, 1)
  }

  /// XᵀX, both triangles.
  package var gram: Matrix {
    var result = Matrix(rows: size, columns: size)
    for column in 0..<size {
      for row in 0...column {
        result[row, column] = augmented[row, column]
        result[column, row] = augmented[row, column]
      }
    }
    return result
  }
  /// Xᵀy.
  package var moment: [Double] { Array(augmented.column(size).prefix(size)) }
  /// yᵀy.
  package var square: Double { augmented[size, size] }

  mutating func add(_ buffer: [Double], rows added: Int, counted: Double, leading: Int) {
    rows += counted
    _ = BLAS.singleThread
    unsafe cblas_dsyrk(
      CblasColMajor, CblasUpper, CblasTrans, Int32(size + 1), Int32(added), 1, buffer,
      Int32(leading), 1, &augmented.storage, Int32(size + 1))
  }
}
