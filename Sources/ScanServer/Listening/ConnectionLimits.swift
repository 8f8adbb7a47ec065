//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore

/// The limits of the listening socket, its connections and the requests on them.
struct ConnectionLimits: Sendable {
    /// How many connections may be open; more wait in the backlog.
    var connections = 4096
    /// How many connections may wait to be accepted.
    var backlog: Int32 = 1024
    /// How many bytes all header fields of a request may have together.
    var headerBytes = 16 * 1024
    /// How many header fields a request may have.
    var headerCount = 100
    /// How many bytes are read of a connection before the others have their turn.
    var readBytes = 4096
    /// How many bytes of a body are kept; of a longer one so many and one more, by which the API sees that it is too long.
    var bodyBytes = 64 * 1024
    /// How many bytes of a body that is too long are read all the same, so that the client can finish sending and gets to
    /// read the answer instead of a broken connection.
    var drainedBytes = 32 << 20
    /// How long a request may take to arrive, from its first byte to its last.
    var request = TimeAmount.seconds(60)
    /// How long a connection may be open without a request.
    var idle = TimeAmount.seconds(60)
    /// How long the client may take to close after the last answer, so that it gets to read it.
    var linger = TimeAmount.seconds(2)
}
