//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An error for an invalid Redis address or setting, with a remedy.
///
/// The message never quotes the address, since a typing mistake may put the password anywhere in it.
package struct RedisConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message: the mistake and its remedy.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
