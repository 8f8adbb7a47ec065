//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import ProbeHistory

/// An answer as it arrives: its head, the kept beginning of its body, and the count of the rest.
struct AnswerBuilder {
    private let head: HTTPResponseHead
    private let keptBytes: Int
    private let allowance: BodyAllowance?
    private var kept = ByteBuffer()
    private var count = 0

    init(_ head: HTTPResponseHead, keptBytes: Int, allowance: BodyAllowance?) {
        self.head = head
        self.keptBytes = keptBytes
        self.allowance = allowance
    }

    /// True if no byte of the body has come.
    var isEmpty: Bool { count == 0 }
    /// True if the connection may carry another request.
    var isKeepAlive: Bool { head.isKeepAlive }

    /// Takes the next part of the body.
    mutating func add(_ part: ByteBuffer) {
        let isWhole = kept.readableBytes == count
        count += part.readableBytes
        // Once there was no room for a part, no later part is kept: what is kept is the body's beginning.
        guard isWhole else { return }
        let room = min(max(0, keptBytes - kept.readableBytes), part.readableBytes)
        var part = part
        guard var kept = part.readSlice(length: allowance?.take(room) ?? room) else { return }
        self.kept.writeBuffer(&kept)
    }

    /// Returns the answer, once its end has come.
    func reply(_ recent: RecentFields) -> Exchange.Reply {
        Exchange.Reply(
            status: Int(head.status.code),
            headers: recent.fields(of: head.headers),
            body: String(buffer: kept),
            bodyBytes: count
        )
    }
}
