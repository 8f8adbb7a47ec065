//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The beginning of an entry that is read for a poll: as long as the longest answer that this worker has seen.
///
/// The answer to a poll stands in front of the findings, and is some kilobytes long while a scan runs. Each kilobyte that is
/// read in vain costs every poll; an answer that is longer than any before costs one poll a second round trip.
final class EntryBeginning: Sendable {
    /// The length from which the whole entry is read instead, in bytes.
    private static let longest = 16 * 1024
    /// The answers of a scan grow by about as much with each finding.
    private static let step = 1024

    private let bytes = Atomic(2 * step)

    /// The number of bytes to read.
    var length: Int { bytes.load(ordering: .relaxed) }

    /// Lets later reads be as long as an answer that did not fit.
    ///
    /// - Returns: False if a beginning of that length is not worth its reading.
    func grow(to needed: Int) -> Bool {
        guard needed <= Self.longest else { return false }
        let stepped = (needed / Self.step + 1) * Self.step
        bytes.max(stepped, ordering: .relaxed)
        return true
    }
}
