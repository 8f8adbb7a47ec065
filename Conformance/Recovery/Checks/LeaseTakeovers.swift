//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The jobs that changed workers after a fault of one worker, as far as store snapshots showed the lease holders.
///
/// An idle worker holds no job, so a fault in it proves nothing about recovery. The worker that runs a job is named
/// in its lease, which only a store snapshot shows. Source: `Conformance/Contract/store.md#lease`.
struct LeaseTakeovers {
    /// The number of jobs that another worker continued.
    private(set) var changed = 0
    /// The number of jobs that stayed with their worker, or ended there.
    private(set) var kept = 0
    /// True if of some affected job the lease holder was not recorded.
    private(set) var isSomeUnseen = false
    fileprivate let nouns: Nouns
    private let hasStore: Bool

    init(of courses: [FaultyJob], _ observations: Observations) {
        nouns = observations.nouns
        hasStore = observations.vocabulary.features.contains(.store)
        guard !courses.isEmpty else { return }
        let samples = observations.storeSnapshots.byJob
        for course in courses {
            let leases = (samples[course.job.id]?.samples ?? []).compactMap { sample in
                sample.key(.lease)?.digest.map { (sample: sample, holder: $0) }
            }
            guard let before = leases.last(where: { $0.sample.received <= course.fault.began }) else {
                isSomeUnseen = true
                continue
            }
            let isTaken = leases.contains {
                $0.sample.asked > course.fault.began && $0.sample.received < course.next && $0.holder != before.holder
            }
            if isTaken { changed += 1 } else { kept += 1 }
        }
    }

    /// A flag for a fault that is known to have affected no job.
    var missedAll: Bool { changed == 0 && !isSomeUnseen && kept > 0 }

    /// The counts, as the end of a summary.
    var account: String {
        if changed > 0 {
            return "; another worker took over \(changed) of \(changed + kept) \(nouns.job.many)"
        }
        guard isSomeUnseen else { return "" }
        return "; whether the worker that was hit ran \(nouns.job.indefinite) cannot be told "
            + (hasStore ? "without --redis" : "from outside")
    }
}

extension Finding {
    /// The finding, changed to inconclusive if it passed only because a fault hit an idle worker.
    func considering(_ takeovers: LeaseTakeovers) -> Finding {
        guard verdict == .passed else { return self }
        if takeovers.missedAll {
            return .inconclusive(
                missing: "\(takeovers.nouns.job.indefinite) that was run by the worker that was hit: the leases of all "
                    + "\(takeovers.kept) stayed with the worker that had them"
            )
        }
        var finding = self
        finding.summary += takeovers.account
        return finding
    }
}
