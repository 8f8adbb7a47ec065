//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A connection to a test server that stays open.
package final class RedisSession: Sendable {
    private let probe: RedisProbe
    private let descriptor: Int32

    init(_ probe: RedisProbe) throws {
        self.probe = probe
        descriptor = try probe.open()
    }

    deinit { close(descriptor) }

    /// Sends one command and returns its raw reply.
    @discardableResult
    package func command(_ words: String...) throws -> String { try probe.command(words, on: descriptor) }
}
