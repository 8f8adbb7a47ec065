//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import KitSupport
import ProbeHistory

/// Digests of results, which compare them without keeping them.
enum Digest {
    /// Returns a digest of a JSON value; equal values have equal digests, independent of formatting.
    static func of(_ value: JSONValue) -> String {
        SHA256.hash(data: Array(value.canonicalText.utf8)).hexadecimal
    }
}
