//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A Redis address or setting that makes no sense, with a sentence that says what to write instead.
///
/// The sentence never quotes the address, since a slip of the pen may put the password anywhere in it.
package struct RedisConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what to write.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
