//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ScanCore

/// The authenticated user of a verified token.
package struct Principal: Sendable, Hashable {
    /// The user's id.
    package let user: UserID
    /// The user's role.
    package let role: Role

    /// Creates a principal.
    package init(user: UserID, role: Role) {
        self.user = user
        self.role = role
    }
}

/// The role of a user, which sets their permissions.
package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// May scan.
    case user
    /// May scan and see the diagnostics.
    case admin
}
