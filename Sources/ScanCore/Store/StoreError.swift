//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Why the store could not say: never a statement about a scan.
///
/// *I cannot know* is not *it does not exist*: callers answer 503, not `not_found`.
/// Source: `Conformance/Contract/store.md#unavailable-is-not-absent`.
package struct StoreError: Error, CustomStringConvertible {
    /// What kind of trouble it is.
    package enum Code: Sendable, Hashable {
        /// Out of reach, or too slow; trying again later helps.
        case unavailable
        /// A registration was written, but could not be read back.
        case unverified
        /// What is stored cannot be read; trying again does not help.
        case corrupt
    }

    /// The kind.
    package let code: Code
    /// A sentence for the log, without keys or payloads.
    package let description: String

    /// Names the trouble.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
