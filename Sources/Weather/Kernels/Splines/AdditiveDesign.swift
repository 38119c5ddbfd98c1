package import NumericKernels

/// The columns of an additive model: a constant, then each term's functions.
package struct AdditiveDesign: Sendable {
  /// As they were asked for.
  package let terms: [AdditiveTerm]
  /// Which coefficients belong to each term; coefficient 0 is the constant.
  package let ranges: [Range<Int>]
  /// Number of coefficients.
  package let size: Int
  /// The rows that the design was made for.
  package let rows: AdditiveRows
  /// One value that each covariate had.
  package let knownValues: [Int: Double]
  let penalties: [DiagonalPenalty]
  private let marginals: [[Marginal]]
  private let intervals: Int

  /// A design for the rows of a set of covariates.
  ///
  /// - Parameters:
  ///   - covariates: one array a covariate, all of one length, without missing values.
  ///   - intervals: distinct values a covariate may keep (see `DiscretisedCovariate`).
  /// - Throws: `KernelError.rankDeficient` naming a term whose covariate is constant,
  ///   `.notFinite`, `.tooFewObservations` with fewer rows than coefficients.
  package init(
    _ terms: [AdditiveTerm], covariates: [[Double]], intervals: Int = 1_024
  ) throws(KernelError) {
    var discretised: [Int: DiscretisedCovariate] = [:]
    var marginals: [[Marginal]] = []
    var ranges: [Range<Int>] = []
    var penalties: [DiagonalPenalty] = []
    var next = 1
    for (position, term) in terms.enumerated() {
      var own: [Marginal] = []
      for (covariate, shape) in zip(term.covariates, term.shapes) {
        let values: DiscretisedCovariate
        if let known = discretised[covariate] {
          values = known
        } else {
          values = try DiscretisedCovariate(
            covariates[covariate], intervals: intervals, name: term.name)
          discretised[covariate] = values
        }
        own.append(try Marginal(shape, of: values, name: term.name))
      }
      let size = own.reduce(1) { $0 * $1.size }
      let range = next..<(next + size)
      next += size
      marginals.append(own)
      ranges.append(range)
      penalties += Self.penalties(own, term: position, range: range)
    }
    let count = covariates.first?.count ?? 0
    guard count > next else { throw .tooFewObservations(rows: count, columns: next) }
    self.terms = terms
    self.ranges = ranges
    knownValues = discretised.compactMapValues(\.support.first)
    self.penalties = penalties
    self.marginals = marginals
    self.intervals = intervals
    size = next
    rows = try Self.rows(
      terms, marginals, ranges, discretised, count: count, columns: next)
  }

  /// Other rows for the same design, for example those to predict; each at its own values.
  ///
  /// - Throws: `KernelError.notFinite` for a missing value, `.shape` for an unknown category.
  package func rows(_ covariates: [[Double]]) throws(KernelError) -> AdditiveRows {
    var discretised: [Int: DiscretisedCovariate] = [:]
    for term in terms {
      for covariate in term.covariates where discretised[covariate] == nil {
        let short = try DiscretisedCovariate(
          covariates[covariate], intervals: intervals, name: term.name)
        // A prediction must not depend on which other rows are predicted with it.
        discretised[covariate] =
          short.isExact ? short : DiscretisedCovariate(each: covariates[covariate])
      }
    }
    return try Self.rows(
      terms, marginals, ranges, discretised, count: covariates.first?.count ?? 0, columns: size)
  }

  /// One term's functions at chosen values.
  ///
  /// - Parameter values: one array a covariate of the term, all of one length.
  /// - Returns: `values × functions`.
  package func functions(of term: Int, at values: [[Double]]) throws(KernelError) -> Matrix {
    let own = marginals[term]
    let first = try own[0].matrix(at: values[0])
    guard own.count > 1 else { return first }
    let second = try own[1].matrix(at: values[1])
    var columns: [[Double]] = []
    for right in 0..<second.columns {
      for left in 0..<first.columns {
        columns.append(zip(first.column(left), second.column(right)).map { $0 * $1 })
      }
    }
    return Matrix(columns: columns)
  }

  /// The functions of one covariate of a term alone: `values × functions`. An interaction's
  /// functions are the products of those of both, the first covariate's running fastest.
  package func marginalFunctions(
    of term: Int, covariate: Int, at values: [Double]
  ) throws(KernelError) -> Matrix { try marginals[term][covariate].matrix(at: values) }

  private static func rows(
    _ terms: [AdditiveTerm], _ marginals: [[Marginal]], _ ranges: [Range<Int>],
    _ discretised: [Int: DiscretisedCovariate], count: Int, columns: Int
  ) throws(KernelError) -> AdditiveRows {
    var blocks: [AdditiveRows.Block] = []
    for (term, own) in zip(terms, marginals) {
      var tables: [Matrix] = []
      var places: [[Int32]] = []
      for (covariate, marginal) in zip(term.covariates, own) {
        guard let values = discretised[covariate], values.places.count == count else {
          throw .shape("the covariates of “\(term.name)” have different lengths")
        }
        tables.append(try marginal.matrix(at: values.support))
        places.append(values.places)
      }
      blocks.append(AdditiveRows.Block(tables: tables, places: places))
    }
    return AdditiveRows(blocks: blocks, ranges: ranges, count: count, columns: columns)
  }

  private static func penalties(
    _ marginals: [Marginal], term: Int, range: Range<Int>
  ) -> [DiagonalPenalty] {
    let first = marginals[0].roughness
    guard marginals.count > 1 else {
      return first.contains { $0 > 0 }
        ? [DiagonalPenalty(term: term, range: range, roughness: first)] : []
    }
    let second = marginals[1].roughness
    let alongFirst = second.flatMap { _ in first }
    let alongSecond = second.flatMap { roughness in first.map { _ in roughness } }
    return [alongFirst, alongSecond].filter { $0.contains { $0 > 0 } }
      .map { DiagonalPenalty(term: term, range: range, roughness: $0) }
  }
}

/// A roughness penalty λ n Σ dᵢ βᵢ² on one term's coefficients.
struct DiagonalPenalty: Sendable {
  let term: Int
  let range: Range<Int>
  /// d; zero for the directions that it does not see.
  let roughness: [Double]
}
