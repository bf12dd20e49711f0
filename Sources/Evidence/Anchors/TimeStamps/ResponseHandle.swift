internal import COpenSSL
internal import Files
internal import Glibc

/// libcrypto's response.
@safe
struct ResponseHandle: ~Copyable {
  private let pointer: OpaquePointer

  init(_ bytes: [UInt8]) throws(TimeStampError) {
    let response = unsafe bytes.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return unsafe d2i_TS_RESP(nil, &start, buffer.count)
    }
    guard let response = unsafe response else {
      ERR_clear_error()
      throw .form
    }
    unsafe pointer = unsafe response
  }

  deinit { unsafe TS_RESP_free(pointer) }

  /// - Returns: the time that it gives, in seconds since 1970, once all of it has been verified.
  func time(answering request: borrowing RequestHandle, authorities: String) throws(TimeStampError) -> Int {
    guard let token = unsafe TS_RESP_get_tst_info(pointer) else { throw .refused(statusText) }
    let time = unsafe try seconds(TS_TST_INFO_get_time(token))
    guard let context = unsafe TS_REQ_to_TS_VERIFY_CTX(request.pointer, nil) else {
      throw .invalid(cause: OpenSSLErrors.last())
    }
    defer { unsafe TS_VERIFY_CTX_free(context) }
    guard let store = unsafe X509_STORE_new() else { throw .invalid(cause: "out of memory") }
    // The context frees it.
    unsafe TS_VERIFY_CTX_set_store(context, store)
    do {
      try RegularFile.refuseOthers(at: authorities)
    } catch {
      throw .otherFile(path: authorities, cause: "\(error)")
    }
    guard unsafe X509_STORE_load_file(store, authorities) == 1 else {
      ERR_clear_error()
      throw .authorities(path: authorities)
    }
    // A certificate has to be good when it signed, and not when somebody looks years later.
    unsafe X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), time)
    unsafe TS_VERIFY_CTX_add_flags(context, Int32(TS_VFY_SIGNATURE))
    guard unsafe TS_RESP_verify_response(context, pointer) == 1 else {
      throw .invalid(cause: OpenSSLErrors.last())
    }
    return time
  }

  private var statusText: String {
    var text = "no reason given"
    if let information = unsafe TS_RESP_get_status_info(pointer),
      let status = unsafe TS_STATUS_INFO_get0_status(information)
    {
      text = unsafe "status \(ASN1_INTEGER_get(status))"
    }
    return text
  }

  private func seconds(_ time: UnsafePointer<ASN1_GENERALIZEDTIME>?) throws(TimeStampError) -> Int {
    var parts = unsafe tm()
    guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else {
      throw .invalid(cause: "it has no time")
    }
    return unsafe timegm(&parts)
  }
}

/// libcrypto's queue of errors.
enum OpenSSLErrors {
  /// The reason of the last error; the queue is empty afterwards.
  static func last() -> String {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    guard let reason = unsafe ERR_reason_error_string(code) else { return "libcrypto gives no reason" }
    return unsafe String(cString: reason)
  }
}
