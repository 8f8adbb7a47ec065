//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

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
        var shown = ""
        for scalar in text.unicodeScalars.prefix(60) {
            let isPlain = scalar.properties.generalCategory.isShown
            shown += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        self = "`\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")`"
    }
}

extension Unicode.GeneralCategory {
    /// Indicates whether a character of this category is safe to print: no control, format or line break character.
    fileprivate var isShown: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
