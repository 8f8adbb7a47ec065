//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The key of a scan's entry: `{user}:{filters}:{digits}`.
///
/// One scan has one cache key for ever, so a mapping from scan id to cache key may be kept in memory.
/// Source: `Conformance/Contract/store.md#cache-key`.
package struct CacheKey: Sendable, Hashable, TextCodable {
    /// The owner of the scan.
    package let user: UserID
    /// The digest of the scan's filters, see ``ScanFilters/digest``.
    package let filters: String
    /// The scan.
    package let scan: ScanID

    /// Creates a key.
    package init(user: UserID, filters: ScanFilters, scan: ScanID) {
        self.user = user
        self.filters = filters.digest
        self.scan = scan
    }

    /// Parses a stored key; `nil` if it is malformed.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3,
            let user = UserID(String(parts[0])),
            parts[1].utf8.count == 16, String(parts[1]).isLowerCaseHex,
            let scan = ScanID(digits: String(parts[2]))
        else { return nil }
        self.user = user
        filters = String(parts[1])
        self.scan = scan
    }

    /// The key in its stored form.
    package var description: String { "\(user):\(filters):\(scan.digits)" }
}
