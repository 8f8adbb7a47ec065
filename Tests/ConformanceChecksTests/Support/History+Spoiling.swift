//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension History {
    mutating func spoil(_ position: Int, _ change: (inout Answer) -> Void) throws {
        var answer = try #require(self.events[position].outcome.answer)
        change(&answer)
        self.events[position].outcome = .answered(answer)
    }

    /// Changes a key in the first sample of a scan on an occasion; of the running ones in a later one.
    mutating func spoil(
        _ role: StoredKey.Role,
        of scan: String?,
        _ occasion: StoreSample.Occasion,
        _ change: (inout StoredKey) -> Void
    ) throws {
        let samples = self.samples.indices.filter {
            self.samples[$0].scan == scan && self.samples[$0].occasion == occasion
        }
        let sample = try #require(samples.first)
        let key = try #require(self.samples[sample].keys.firstIndex { $0.role == role })
        change(&self.samples[sample].keys[key])
    }
}
