//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

internal import CHiredis

/// An incremental parser of RESP values, with a hiredis parser of its own.
///
/// The bytes may be split anywhere. After an error every further call throws the same error, since the parser's state
/// is lost. The limit applies to the bytes of a reply that is not yet complete, and 64 kB to a line; hiredis itself has no
/// limit, and a header such as `*50000000` makes it allocate memory at once, so the server must be trusted.
@safe
package struct RESPReader: ~Copyable {
    /// The maximum length of a line in bytes, as in Redis' own inline protocol.
    ///
    /// Replies have short lines, and hiredis looks through an unfinished one again with each feed.
    private static let lineLimit = 64 << 10

    private let parser: UnsafeMutablePointer<redisReader>
    private let pendingLimit: Int
    /// The number of bytes fed since the end of the last complete reply.
    private var pending = 0
    private var failure: RESPProtocolError?

    /// Creates a reader.
    ///
    /// - Parameter pendingLimit: The maximum size of one reply, in bytes as received.
    /// - Throws: `RESPProtocolError.outOfMemory`.
    package init(pendingLimit: Int = 64 << 20) throws(RESPProtocolError) {
        // hiredis searches for line ends with an `int` index.
        precondition((1...(1 << 30)).contains(pendingLimit), "the limit of a reply is 1 byte to 1 GiB")
        guard let parser = unsafe redisReaderCreate() else { throw .outOfMemory }
        unsafe self.parser = parser
        self.pendingLimit = pendingLimit
    }

    deinit {
        unsafe redisReaderFree(parser)
    }

    /// Feeds the next bytes of the stream; call ``next()`` until it returns `nil` before feeding again.
    ///
    /// - Parameter bytes: The bytes, which are copied.
    /// - Throws: ``RESPProtocolError`` if the limit is exceeded, or the error of an earlier call.
    package mutating func feed(_ bytes: RawSpan) throws(RESPProtocolError) {
        if let failure { throw failure }
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe chiredis_reader_feed(parser, buffer.baseAddress, buffer.count)
        }
        guard status == REDIS_OK else { throw fail(parserError()) }
        pending += bytes.byteCount
    }

    /// Returns the next complete value.
    ///
    /// - Returns: The value, or `nil` if more bytes are needed.
    /// - Throws: ``RESPProtocolError`` if the bytes are malformed or the value is too large.
    package mutating func next() throws(RESPProtocolError) -> RESPValue? {
        if let failure { throw failure }
        var reply: UnsafeMutableRawPointer?
        guard unsafe redisReaderGetReply(parser, &reply) == REDIS_OK else { throw fail(parserError()) }
        guard let reply = unsafe reply else {
            guard pending <= pendingLimit else { throw fail(.replyTooLarge(limit: pendingLimit)) }
            guard
                unsafe chiredis_reader_pending(parser) <= Self.lineLimit
                    || chiredis_reader_waits_for_line(parser) == 0
            else { throw fail(.malformed("a line of more than \(Self.lineLimit) bytes")) }
            return nil
        }
        defer { unsafe freeReplyObject(reply) }
        let rest = unsafe chiredis_reader_pending(parser)
        guard pending - rest <= pendingLimit else {
            throw fail(.replyTooLarge(limit: pendingLimit))
        }
        pending = rest
        return unsafe RESPValue(reply.assumingMemoryBound(to: redisReply.self).pointee)
    }

    private mutating func fail(_ error: RESPProtocolError) -> RESPProtocolError {
        failure = error
        return error
    }

    private func parserError() -> RESPProtocolError {
        let code = unsafe parser.pointee.err
        if code == REDIS_ERR_OOM { return .outOfMemory }
        return unsafe .malformed(String(cString: chiredis_reader_error(parser)))
    }
}

extension RESPValue {
    /// Copies a hiredis reply; its arrays nest at most 8 deep, since the parser rejects deeper ones.
    fileprivate init(_ reply: redisReply) {
        switch unsafe reply.type {
        case REDIS_REPLY_STRING:
            self = unsafe .bulk(Self.bytes(of: reply))
        case REDIS_REPLY_STATUS:
            self = unsafe .simpleString(Self.bytes(of: reply))
        case REDIS_REPLY_ERROR:
            self = unsafe .error(RESPError(line: String(decoding: Self.bytes(of: reply), as: UTF8.self)))
        case REDIS_REPLY_INTEGER:
            self = unsafe .integer(reply.integer)
        case REDIS_REPLY_ARRAY:
            let elements = unsafe UnsafeBufferPointer(start: reply.element, count: reply.elements)
            self = unsafe .array(elements.compactMap { element in unsafe (element?.pointee).map(RESPValue.init) })
        default:
            self = .null
        }
    }

    private static func bytes(of reply: redisReply) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: reply.str, count: reply.len))
    }
}
