//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Results that hold nothing.
package enum EmptyResults {
    /// The SHA-256 digests of what holds nothing: `null`, an empty text and an empty list.
    package static let digests: Set = [
        "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b",
        "12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126",
        "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
    ]

    /// Returns true for results that list nothing, or are nothing.
    static func isEmpty(_ read: ResultsRead) -> Bool {
        read.parsed?.listed == 0 || read.parsed?.digest.map(digests.contains) ?? false
    }
}
