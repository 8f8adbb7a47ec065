//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// The public id of a scan: `scan_` and 32 lower-case hexadecimal digits.
///
/// Source: `Conformance/Contract/api.md#scan-ids`.
package struct ScanID: Sendable, Hashable, TextCodable {
    /// The 32 hexadecimal digits, which are also the end of the scan's cache key.
    package let digits: String

    /// Parses an id; `nil` if it is malformed, so that malformed ids never reach the store.
    package init?(_ text: String) {
        let prefix = "scan_"
        guard text.utf8.count == prefix.utf8.count + 32, text.hasPrefix(prefix) else { return nil }
        self.init(digits: String(text.dropFirst(prefix.count)))
    }

    /// Creates an id from its digits.
    package init?(digits: String) {
        guard digits.utf8.count == 32, digits.isLowerCaseHex else { return nil }
        self.digits = digits
    }

    /// Generates an id of 128 random bits.
    package init(using generator: inout some RandomNumberGenerator) {
        let high = UInt64.random(in: .min ... .max, using: &generator)
        let low = UInt64.random(in: .min ... .max, using: &generator)
        digits = high.hexadecimal() + low.hexadecimal()
    }

    /// The id as it appears in the API.
    package var description: String { "scan_\(digits)" }
}

extension String {
    /// A flag that is true if the text holds only the digits 0–9 and a–f.
    var isLowerCaseHex: Bool {
        utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (97...102).contains($0) }
    }
}
