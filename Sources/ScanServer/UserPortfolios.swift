//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import MarketData
package import MarketModel
import ScanCore
package import ScanHTTP
import Strategies

/// The portfolios of the server's users; other users have none.
package struct UserPortfolios: PortfolioSource, Hashable, Codable {
    private var portfolios: [String: Portfolio] = [:]

    /// Creates an empty collection.
    package init() {}

    /// Matches the portfolios of a file to users, by id or e-mail address.
    ///
    /// - Throws: ``ServerError`` for an unknown user, or for two names of the same user.
    package init(_ file: PortfolioFile, of users: [UserRecord]) throws(ServerError) {
        for (name, portfolio) in file.portfolios.sorted(by: { $0.key < $1.key }) {
            let owner = users.first { $0.email == name } ?? users.first { $0.id.description.lowercased() == name }
            guard let owner = owner?.id.description else {
                throw ServerError("--portfolios: \(name.shown) is neither the id nor the address of a user")
            }
            guard portfolios.updateValue(portfolio, forKey: owner) == nil else {
                throw ServerError("--portfolios: \(name.shown) is \(owner.shown), who stands there already")
            }
        }
    }

    package func portfolio(of user: String) async throws -> Portfolio? { portfolios[user] }
}
