//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import NIOCore
import Synchronization

/// The results of a complete scan as the bytes that are sent, and once more compressed as soon as a client asks.
package final class FinalResults: Sendable {
    /// The results as they are.
    package let plain: ScanAnswer
    private let gzip = Mutex<ByteBuffer?>(nil)

    /// Creates the results.
    package init(_ plain: ScanAnswer) {
        self.plain = plain
    }

    /// The results compressed with gzip; the first call compresses them, and later ones wait for it.
    ///
    /// Source: RFC 1952.
    package var compressed: ByteBuffer? {
        gzip.withLock { gzip in
            if gzip == nil { gzip = Gzip.compress(plain.body) }
            return gzip
        }
    }
}
