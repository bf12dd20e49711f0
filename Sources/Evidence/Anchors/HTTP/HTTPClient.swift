internal import CCurl
package import Words

/// One POST to a server that is not believed: bounded in time and size, without redirects, with TLS verified where it is used.
package struct HTTPClient: Sendable {
  /// The whole exchange, from the name's look-up to the answer's last byte.
  package let timeout: Double

  private let work: WorkInHand

  /// - Parameters:
  ///   - timeout: in seconds.
  ///   - work: the work that waits for the answer; the exchange ends when it is to end.
  package init(timeout: Double, work: WorkInHand) {
    self.timeout = timeout
    self.work = work
  }

  package struct Answer: Sendable {
    package let status: Int
    package let body: [UInt8]
  }

  /// Sends a body and reads the answer, on the calling thread.
  ///
  /// - Parameter limit: bytes; a longer answer is an error.
  /// - Throws: `HTTPError`, and `Stopped` if the work is to end.
  package func post(_ body: [UInt8], type: String, to url: String, limit: Int = 64 << 10) throws -> Answer {
    try work.check()
    guard Self.isReady, let handle = unsafe curl_easy_init() else {
      throw HTTPError.failed(url: url, cause: "out of memory")
    }
    defer { unsafe curl_easy_cleanup(handle) }
    var headers = unsafe curl_slist_append(nil, "Content-Type: \(type)")
    // Without it libcurl waits a second for the answer "100 Continue" before a large body.
    unsafe headers = curl_slist_append(headers, "Expect:")
    defer { unsafe curl_slist_free_all(headers) }
    let received = Received(limit: limit)
    let code = unsafe body.withUnsafeBytes { bytes in
      unsafe curl_set_pointer(handle, CURLOPT_URL, url)
      unsafe curl_set_pointer(handle, CURLOPT_PROTOCOLS_STR, "http,https")
      unsafe curl_set_pointer(handle, CURLOPT_USERAGENT, "retentiond")
      unsafe curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
      unsafe curl_set_number(handle, CURLOPT_POST, 1)
      unsafe curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
      unsafe curl_set_pointer(handle, CURLOPT_POSTFIELDS, bytes.baseAddress)
      unsafe curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
      // Signals of a library would reach the service's handlers.
      unsafe curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
      unsafe curl_set_number(handle, CURLOPT_TIMEOUT_MS, Int(timeout * 1_000))
      unsafe curl_set_progress(handle, Self.goesOn, Unmanaged.passUnretained(work).toOpaque())
      unsafe curl_set_writer(handle, Received.write)
      unsafe curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(received).toOpaque())
      return unsafe curl_easy_perform(handle)
    }
    guard !received.isTooLong else { throw HTTPError.tooLong(url: url, limit: limit) }
    if code == CURLE_ABORTED_BY_CALLBACK { throw Stopped() }
    guard code == CURLE_OK else {
      throw HTTPError.failed(url: url, cause: unsafe String(cString: curl_easy_strerror(code)))
    }
    var status = 0
    unsafe curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    return Answer(status: status, body: received.bytes)
  }

  /// Notes that the work waits and is alive, and ends the exchange with it.
  private static let goesOn:
    @convention(c) (UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> Int32 = {
      context, _, _, _, _ in
      // The client has the work for as long as the exchange takes.
      guard let context = unsafe context else { return 0 }
      let work = unsafe Unmanaged<WorkInHand>.fromOpaque(context).takeUnretainedValue()
      work.step()
      return work.mustEnd ? 1 : 0
    }

  /// libcurl is made ready once, before any thread uses it.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// What came so far.
private final class Received {
  let limit: Int
  var bytes: [UInt8] = []
  var isTooLong = false

  init(limit: Int) {
    self.limit = limit
  }

  /// Called by libcurl with each piece; anything but the piece's length breaks the exchange off.
  static let write: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int =
    {
      unsafe receive($0, $1 * $2, $3)
    }

  private static func receive(
    _ piece: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?
  ) -> Int {
    guard let piece = unsafe piece, let context = unsafe context else { return 0 }
    let received = unsafe Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
    guard received.bytes.count + count <= received.limit else {
      received.isTooLong = true
      return 0
    }
    unsafe received.bytes.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: count))
    return count
  }
}

/// Why there is no answer.
package enum HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
  case failed(url: String, cause: String)
  case tooLong(url: String, limit: Int)

  package var description: String {
    switch self {
    case .failed(let url, let cause): "\(url): \(cause)"
    case .tooLong(let url, let limit): "\(url): an answer of more than \(limit) bytes"
    }
  }
}
