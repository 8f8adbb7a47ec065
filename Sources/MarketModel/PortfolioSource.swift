//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A source of the users' portfolios.
package protocol PortfolioSource: Sendable {
    /// Looks up the portfolio of a user.
    ///
    /// - Parameter user: The user's id in the API.
    /// - Returns: `nil` for a user without a known portfolio.
    /// - Throws: `CancellationError`, and errors of the source.
    func portfolio(of user: String) async throws -> Portfolio?
}
