import Documents
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Runs one request and hands what comes to a download as it comes.
final class DataSetNetwork: NSObject, URLSessionDataDelegate {
  private struct State: Sendable {
    var download: DataSetDownload
    var fault: DataSetError?
  }

  private let state: Mutex<State>
  private let done = DispatchSemaphore(value: 0)

  private init(_ download: DataSetDownload) {
    state = Mutex(State(download: download))
  }

  /// Fetches into a part; as `DataSetFetcher.Source`.
  static func fetch(_ download: inout DataSetDownload) throws(DataSetError) {
    let network = DataSetNetwork(download)
    let session = URLSession(configuration: .ephemeral, delegate: network, delegateQueue: nil)
    var request = URLRequest(url: download.request.address, timeoutInterval: 60)
    if download.request.offset > 0, let validator = download.request.validator {
      request.setValue("bytes=\(download.request.offset)-", forHTTPHeaderField: "Range")
      request.setValue(validator, forHTTPHeaderField: "If-Range")
    }
    // Otherwise a server may pack the bytes, and a range would be one of packed bytes.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    session.dataTask(with: request).resume()
    network.done.wait()
    session.finishTasksAndInvalidate()
    let end = network.state.withLock { $0 }
    download = end.download
    if let fault = end.fault { throw fault }
  }

  private func update(_ body: (inout DataSetDownload) throws(DataSetError) -> Bool) -> Bool {
    state.withLock { state in
      do throws(DataSetError) {
        return try body(&state.download)
      } catch {
        if state.fault == nil { state.fault = error }
        return false
      }
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    let http = response as? HTTPURLResponse
    var headers: [String: String] = [:]
    for (name, value) in http?.allHeaderFields ?? [:] { headers["\(name)"] = "\(value)" }
    let answer = DataSetDownload.Answer(status: http?.statusCode, headers: headers)
    let goesOn = update { download throws(DataSetError) in try download.begin(answer) }
    completionHandler(goesOn ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let goesOn = update { download throws(DataSetError) in
      try download.append(data)
      return true
    }
    if !goesOn { dataTask.cancel() }
  }

  /// Whether a way leads from an address that is protected to one that is not.
  static func losesProtection(from: URL?, to: URL?) -> Bool {
    from?.scheme?.lowercased() == "https" && to?.scheme?.lowercased() != "https"
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    guard !Self.losesProtection(from: task.originalRequest?.url, to: request.url) else {
      _ = update { download throws(DataSetError) in
        throw .download(
          address: download.request.address.absoluteString,
          problem: "error.ingest.server-leads-away-from")
      }
      task.cancel()
      completionHandler(nil)
      return
    }
    completionHandler(request)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    _ = update { download throws(DataSetError) in
      try download.finish()
      if let error, !download.mustStartAgain {
        throw .download(
          address: download.request.address.absoluteString,
          problem: .verbatim(error.localizedDescription))
      }
      return true
    }
    done.signal()
  }
}
