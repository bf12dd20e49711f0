internal import COpenSSL
internal import Files
internal import Glibc

/// libcrypto's request. Every pointer of it ends with the handle.
@safe
struct RequestHandle: ~Copyable {
  let pointer: OpaquePointer

  init(digest: [UInt8], nonce: UInt64?) throws(TimeStampError) {
    guard let request = unsafe TS_REQ_new() else { throw .invalid(cause: "out of memory") }
    guard unsafe Self.fill(request, digest: digest, nonce: nonce) else {
      unsafe TS_REQ_free(request)
      throw .invalid(cause: OpenSSLErrors.last())
    }
    unsafe pointer = unsafe request
  }

  private static func fill(_ request: OpaquePointer, digest: [UInt8], nonce: UInt64?) -> Bool {
    let imprint = unsafe TS_MSG_IMPRINT_new()
    let algorithm = unsafe X509_ALGOR_new()
    let number = unsafe ASN1_INTEGER_new()
    defer {
      unsafe TS_MSG_IMPRINT_free(imprint)
      unsafe X509_ALGOR_free(algorithm)
      unsafe ASN1_INTEGER_free(number)
    }
    // Each of these copies what it is given.
    var bytes = digest
    guard unsafe TS_REQ_set_version(request, 1) == 1,
      unsafe X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nil) == 1,
      unsafe TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1,
      unsafe TS_MSG_IMPRINT_set_msg(imprint, &bytes, Int32(bytes.count)) == 1,
      unsafe TS_REQ_set_msg_imprint(request, imprint) == 1, unsafe TS_REQ_set_cert_req(request, 1) == 1
    else { return false }
    guard let nonce else { return true }
    return unsafe ASN1_INTEGER_set_uint64(number, nonce) == 1 && TS_REQ_set_nonce(request, number) == 1
  }

  deinit { unsafe TS_REQ_free(pointer) }

  func bytes() throws(TimeStampError) -> [UInt8] {
    var buffer: UnsafeMutablePointer<UInt8>?
    let count = unsafe i2d_TS_REQ(pointer, &buffer)
    guard count > 0, let bytes = unsafe buffer else { throw .invalid(cause: OpenSSLErrors.last()) }
    defer { unsafe CRYPTO_free(bytes, #file, #line) }
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }
}
