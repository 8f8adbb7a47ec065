//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Where it is known what the users hold.
package protocol PortfolioSource: Sendable {
    /// Looks up what a user holds.
    ///
    /// - Parameter user: The user's id, as the API names it.
    /// - Returns: `nil` for a user of whom nothing is known.
    /// - Throws: `CancellationError`, and whatever keeps the source from answering.
    func portfolio(of user: String) async throws -> Portfolio?
}
