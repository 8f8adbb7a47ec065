//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ScanCore

/// Whoever a verified token speaks for.
package struct Principal: Sendable, Hashable {
    /// The user's id.
    package let user: UserID
    /// What the user may do.
    package let role: Role

    /// Names a principal.
    package init(user: UserID, role: Role) {
        self.user = user
        self.role = role
    }
}

/// What a user may do.
package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// Scan.
    case user
    /// Scan, and see the diagnostics.
    case admin
}
