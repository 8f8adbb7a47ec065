//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Why a source of market data cannot be used or does not answer.
package struct MarketDataError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence for people: what is wrong where, and what to do about it.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension String {
    /// This text in backquotes, cut to a length that a line bears, without anything that a terminal would obey.
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
    /// Whether it shows as what it is: no control, no change of direction, no line break.
    fileprivate var isShown: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
