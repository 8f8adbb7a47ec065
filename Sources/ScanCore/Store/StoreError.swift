//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An error of the store, which never says anything about a scan.
///
/// *I cannot know* is not *it does not exist*: callers answer 503, not `not_found`.
/// Source: `Conformance/Contract/store.md#unavailable-is-not-absent`.
package struct StoreError: Error, CustomStringConvertible {
    /// The kind of a store error.
    package enum Code: Sendable, Hashable {
        /// Unreachable or too slow; retry later.
        case unavailable
        /// A registration was written, but could not be read back.
        case unverified
        /// A registration was written, but it was not confirmed in time that it survives; it stays, and a retry finds it.
        case unconfirmed
        /// The stored data are malformed; a retry does not help.
        case corrupt
    }

    /// The kind of error.
    package let code: Code
    /// A message for the log, without keys or payloads.
    package let description: String

    /// Creates an error.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
