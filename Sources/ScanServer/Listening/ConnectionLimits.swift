//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore

/// The limits of the listening socket, its connections and the requests on them.
struct ConnectionLimits: Sendable {
    /// The maximum number of open connections; more wait in the backlog.
    var connections = 4096
    /// The maximum number of connections that wait to be accepted.
    var backlog: Int32 = 1024
    /// The maximum total size of a request's header fields in bytes.
    var headerBytes = 16 * 1024
    /// The maximum number of header fields of a request.
    var headerCount = 100
    /// The number of bytes read from a connection at a time before other connections are served.
    var readBytes = 4096
    /// The number of requests of a connection that are answered at the same time; more wait, and nothing more is read.
    var requestsAtOnce = 1
    /// The maximum size of a body in bytes.
    ///
    /// Of a longer body one byte more is kept, so that the API sees that it is too long.
    var bodyBytes = 64 * 1024
    /// The maximum number of bytes read of a body that is too long.
    ///
    /// They are read so that the client can finish sending and then reads the answer instead of a broken connection.
    var drainedBytes = 32 << 20
    /// The maximum time from the first byte of a request to its last.
    var request = TimeAmount.seconds(60)
    /// The maximum time that a connection may be open without a request.
    var idle = TimeAmount.seconds(60)
    /// The maximum time between the last answer and the close of the connection, which lets the client read the answer.
    var linger = TimeAmount.seconds(2)
}
