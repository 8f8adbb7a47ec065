//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials
import KitSupport

/// The SHA-256 of some bytes.
struct Digest: Hashable {
    /// The digest in hexadecimal.
    let hex: String

    init(of bytes: Data) {
        hex = SHA256.hash(data: bytes).hexadecimal
    }

    /// The digest with the name of its algorithm.
    var name: String { "sha256:\(hex)" }
}
