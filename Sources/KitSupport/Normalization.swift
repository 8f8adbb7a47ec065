//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

// The standard library normalizes every comparison of strings; its forms have no public names yet, and Foundation's would
// bring ICU with them.
@_spi(_Unicode) import Swift

extension String {
    /// The text with its characters composed: the normalization form C of Unicode.
    package var composed: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: _nfc)
        return String(scalars)
    }

    /// The text with its characters decomposed: the normalization form D of Unicode.
    package var decomposed: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: _nfd)
        return String(scalars)
    }
}
