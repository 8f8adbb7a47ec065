//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation

/// The SHA-256 of some bytes.
struct Digest: Hashable {
    /// The digest in hexadecimal.
    let hex: String

    init(of bytes: Data) {
        self.hex = SHA256.hash(data: bytes)
            .map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0\(text)" : text
            }
            .joined()
    }

    /// The digest with the name of its algorithm.
    var name: String { "sha256:\(self.hex)" }
}
