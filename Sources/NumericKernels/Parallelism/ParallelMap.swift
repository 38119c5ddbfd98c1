import Dispatch
import Foundation
import Synchronization

/// How many threads `parallelMap` uses when the caller does not say.
///
/// The environment variable `AIRACCORD_THREADS`, else the processors this process may use.
package let defaultThreadCount: Int = {
  if let text = ProcessInfo.processInfo.environment["AIRACCORD_THREADS"],
    let count = Int(text), count > 0
  {
    return count
  }
  return max(1, ProcessInfo.processInfo.activeProcessorCount)
}()

/// A bound on threads for everything that a task calls, where a caller cannot hand one down.
package enum ThreadLimit {
  /// `nil` for the machine's.
  @TaskLocal package static var current: Int?
}

/// The results of a body at 0 ..< count, in order, computed on several threads.
///
/// The body must be a function of its index alone; then the answer does not depend on the number
/// of threads. BLAS stays single-threaded inside (see `BLAS`).
package func parallelMap<Value: Sendable>(
  count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Value
) -> [Value] {
  let workers = min(max(threads ?? ThreadLimit.current ?? defaultThreadCount, 1), count)
  guard workers > 1 else { return (0..<max(count, 0)).map(body) }
  let next = Atomic<Int>(0)
  return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initialised in
    // Each slot is written exactly once, by whichever worker drew its index.
    nonisolated(unsafe) let slots = unsafe buffer
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        unsafe slots.initializeElement(at: index, to: body(index))
      }
    }
    initialised = count
  }
}

/// The same, told of after each index: how many of how many are done, on the thread that did it.
package func parallelMap<Value: Sendable>(
  count: Int, threads: Int? = nil, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?,
  _ body: @Sendable (Int) -> Value
) -> [Value] {
  guard let progress else { return parallelMap(count: count, threads: threads, body) }
  let done = Atomic<Int>(0)
  return parallelMap(count: count, threads: threads) { index in
    let value = body(index)
    progress(done.wrappingAdd(1, ordering: .relaxed).newValue, count)
    return value
  }
}

/// The same for a body that may throw; the error of the lowest index wins.
package func parallelMap<Value: Sendable, Failure: Error>(
  count: Int, threads: Int? = nil, throwing body: @Sendable (Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
  let results = parallelMap(count: count, threads: threads) { index in
    Result { () throws(Failure) in try body(index) }
  }
  var values: [Value] = []
  values.reserveCapacity(count)
  for result in results { values.append(try result.get()) }
  return values
}

/// A value that is computed on another thread while its owner goes on with something else.
///
/// On one thread alone it is computed at once.
package final class Ahead<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let done = DispatchSemaphore(value: 0)

  /// Begins.
  package init(_ body: @escaping @Sendable () -> Value) {
    @Sendable func compute() {
      let found = body()
      value.withLock { $0 = found }
      done.signal()
    }
    if ThreadLimit.current ?? defaultThreadCount > 1 {
      DispatchQueue.global().async(execute: compute)
    } else {
      compute()
    }
  }

  /// Waits for the value; it is asked for once.
  package func get() -> Value {
    done.wait()
    guard let found = value.withLock({ $0 }) else {
      preconditionFailure("it is signalled when the value is there")
    }
    return found
  }
}
