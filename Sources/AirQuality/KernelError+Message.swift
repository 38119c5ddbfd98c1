package import Documents
package import NumericKernels

extension KernelError {
  /// What is wrong, for a reader who knows the data and not the kernel.
  package var message: Message {
    switch self {
    case .shape(let problem):
      Message("error.kernel.shape", ["problem": .text(problem)])
    case .rankDeficient(let columns, let others):
      Message("error.kernel.collinear", ["columns": .names(columns), "others": .names(others)])
    case .notPositiveDefinite: "error.kernel.no-single-solution"
    case .tooFewObservations(let rows, let columns):
      Message("error.kernel.too-few", ["rows": .count(rows), "columns": .count(columns)])
    case .didNotConverge(let iterations, let residual):
      Message(
        "error.kernel.not-settled",
        ["rounds": .count(iterations), "error": .number(residual, .significant(3))])
    case .notFinite(let name, let row):
      Message("error.kernel.no-number", ["name": .text(name), "row": .count(row + 1)])
    case .training(let words): Message("error.kernel.training", ["words": .text(words)])
    }
  }
}
