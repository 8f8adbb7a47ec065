//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An error of a test server or its start.
package struct RedisServerFailure: Error, CustomStringConvertible {
    /// The message, with the tail of the server's log if there is one.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
