//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

/// The tokens that have been verified, each until it expires; a bounded number of them.
///
/// A signature holds once and for all, so it is checked once. A user who is removed loses access all the same, since that
/// is asked for each request.
final class VerifiedTokens: Sendable {
    private struct Verified {
        let principal: Principal
        let start: Date
        let expiry: Date
    }

    private let tokens: Mutex<BoundedCache<String, Verified>>

    /// Creates an empty memory; a token in it takes about 500 bytes.
    init(capacity: Int = 8192) {
        tokens = Mutex(BoundedCache(capacity: capacity))
    }

    /// Returns the user of a token that has been verified and is valid at a time.
    func principal(of token: String, at time: Date) -> Principal? {
        tokens.withLock { tokens in
            guard let verified = tokens[token] else { return nil }
            guard verified.start <= time, verified.expiry > time else {
                tokens[token] = nil
                return nil
            }
            return verified.principal
        }
    }

    /// Remembers that a token has been verified.
    func remember(_ principal: Principal, of token: String, from start: Date, until expiry: Date) {
        tokens.withLock { $0[token] = Verified(principal: principal, start: start, expiry: expiry) }
    }
}
