import COpenBLAS

/// OpenBLAS, held to one thread for the life of the process.
///
/// Its own threads change the order of additions with the machine's core count, and they fight
/// with `parallelMap` for the cores. Parallelism lives in the outer loop instead.
package enum BLAS {
  /// Touched before every call.
  package static let singleThread: Void = openblas_set_num_threads(1)
}
