//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import NIOCore

/// An answer about a scan: the bytes that are sent, and what has to be known of them to send them.
package struct ScanAnswer: Sendable {
    /// The state of the scan.
    package let state: ScanState
    /// The body.
    package let body: ByteBuffer
    /// The digest of the body, which is its entity tag; empty for a body that may still change.
    package let tag: String

    /// Creates an answer.
    package init(state: ScanState, body: ByteBuffer, tag: String = "") {
        self.state = state
        self.body = body
        self.tag = tag
    }
}

/// The rendering of a scan's answers as the bytes that are sent.
///
/// Every answer depends on the entry alone, so it is rendered once, when the entry is written, and not for each reader.
package protocol AnswerRendering: Sendable {
    /// Renders the answer to a poll.
    func status(of summary: ScanSummary) -> [UInt8]

    /// Renders the answer to a read of the results of a complete scan.
    func results(of entry: ScanEntry) throws -> [UInt8]
}
