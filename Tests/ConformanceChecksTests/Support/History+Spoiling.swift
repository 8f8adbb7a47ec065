//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension History {
    mutating func spoil(_ position: Int, _ change: (inout Response) -> Void) throws {
        var response = try #require(events[position].outcome.response)
        change(&response)
        events[position].outcome = .answered(response)
    }

    /// Changes a key in the first snapshot of a job on an occasion; for running jobs, in a later one.
    mutating func spoil(
        _ role: StoredKey.Role,
        of job: String?,
        _ occasion: StoreSnapshot.Occasion,
        _ change: (inout StoredKey) -> Void
    ) throws {
        let samples = self.samples.indices.filter {
            self.samples[$0].job == job && self.samples[$0].occasion == occasion
        }
        let sample = try #require(samples.first)
        let key = try #require(self.samples[sample].keys.firstIndex { $0.role == role })
        change(&self.samples[sample].keys[key])
    }
}
