//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import ProbeHistory

/// Tells results apart without keeping them.
enum Digest {
    /// A digest of a JSON value that is equal exactly if the value is, whatever way it was written.
    static func of(_ value: JSONValue) -> String {
        self.hex(SHA256.hash(data: Array(value.canonicalText.utf8)))
    }

    /// The bytes of a digest in lower-case hexadecimal digits.
    static func hex(_ digest: SHA256.Digest) -> String {
        digest
            .map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }
            .joined()
    }
}
