//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A reason why a test server could not be started or asked.
package struct RedisServerFailure: Error, CustomStringConvertible {
    /// What went wrong, with the tail of the server's log where there is one.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
