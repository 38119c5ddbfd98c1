internal import CFileSystem

/// Files and folders that are half written at the moment and that a signal takes away.
package enum TemporaryPlaces {
  /// From now on the usual signals remove what is half written before they end the program.
  package static func cleanOnSignals() { airaccord_clean_on_signals() }

  /// One that has been begun.
  package static func add(_ path: String) { unsafe airaccord_add_temporary(path) }

  /// One that is in its place or gone.
  package static func forget(_ path: String) { unsafe airaccord_forget_temporary(path) }
}
