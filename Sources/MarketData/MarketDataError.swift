//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The reason why a source of market data cannot be used or does not answer.
package struct MarketDataError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The message for the user: the problem, its place and the remedy.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension String {
    /// Quotes a text in backquotes, truncated to 60 characters, with control characters escaped.
    init(quoting text: some StringProtocol) {
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))).harmless()
        self = "`\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")`"
    }
}
