//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *store*.
///
/// All keys of a snapshot were read in one step, so their lifetimes can be compared directly.
enum StoreChecks: CheckGroup {
    static let catalogue = CatalogueSource("store.yaml", PackageResources.store_yaml)

    static let all = [
        Check("TTL-001", on: [], find: lookupsAreThereAtOnce),
        Check("TTL-002", on: [], find: lookupsOutliveTheEntry),
        Check("TTL-003", on: [], find: RenewalCheck.writesRenewLookups),
        Check("TTL-004", on: [], find: entriesExpire),
        Check("TTL-005", on: [], find: CensusCheck.nothingStays),
    ]

    /// The noun for the examples of these checks.
    static let subject = CountedNoun(one: "sample of the store", many: "samples of the store")
    /// The time after the initiation's response within which a snapshot shows the registration.
    private static let promptness = Duration.seconds(60)

    /// TTL-001: When an initiation is answered, all lookup keys of its scan MUST be there.
    @Sendable static func lookupsAreThereAtOnce(_ observations: Observations) -> Finding {
        Self.finding(
            observations,
            on: [.initiated],
            fault: "lacked a lookup key although the initiation was answered",
            missing: "a sample of the store right after an initiation"
        ) { sample, course in
            guard sample.received - course.acknowledged <= promptness else { return nil }
            let keys = StoredKey.Role.lookups.filter { course.owns($0, in: sample) }.compactMap(sample.key)
            return keys.isEmpty ? nil : keys.filter { !$0.exists }.map(\.role)
        }
    }

    /// TTL-002: Every lookup key of a scan MUST outlive its entry by 600 s at every instant.
    ///
    /// A key that is missing right after the initiation is left to TTL-001.
    @Sendable static func lookupsOutliveTheEntry(_ observations: Observations) -> Finding {
        Self.finding(
            observations,
            on: [.initiated, .running, .ended],
            fault: "had a lookup key that ends less than \(StoreSnapshots.buffer.components.seconds) s after its entry",
            missing: "a sample of the store with an entry and its lookup keys"
        ) { sample, course in
            guard let entry = sample.entry?.remaining else { return nil }
            let keys = StoredKey.Role.lookups.filter { course.owns($0, in: sample) }.compactMap(sample.key)
                .filter { $0.exists || sample.occasion != .initiated }
            return keys.isEmpty ? nil : keys.filter { !$0.outlives(entry) }.map(\.role)
        }
    }

    /// TTL-004: The entry of a scan MUST carry an expiry at all times.
    @Sendable static func entriesExpire(_ observations: Observations) -> Finding {
        Self.finding(
            observations,
            on: [.initiated, .running, .ended, .recovered],
            fault: "had an entry without an expiry",
            missing: "a sample of the store with an entry"
        ) { sample, _ in
            sample.entry.map { $0.remaining == nil ? [.entry] : [] }
        }
    }

    /// Decides on snapshots that no fault overlaps, by the roles of the wrong keys; `nil` when none was judged.
    private static func finding(
        _ observations: Observations,
        on occasions: Set<StoreSnapshot.Occasion>,
        fault: String,
        missing: String,
        wrong: (StoreSnapshot, StoreSnapshots.Course) -> [StoredKey.Role]?
    ) -> Finding {
        var examined = 0
        var counterexamples: [Counterexample] = []
        for course in observations.storeSnapshots.courses {
            for sample in course.samples where occasions.contains(sample.occasion) {
                let isTouched = sample.received >= course.untouchedUntil && sample.occasion != .recovered
                guard !isTouched, !observations.isDisturbed(sample), let roles = wrong(sample, course) else { continue }
                examined += 1
                guard !roles.isEmpty else { continue }
                let names = roles.map(\.rawValue).joined(separator: ", ")
                counterexamples.append(Counterexample(course.initiation, "\(names) is wrong in \(sample.account)"))
            }
        }
        return observations.finding(
            examined: examined,
            of: subject,
            counterexamples: counterexamples,
            fault: fault,
            missing: missing
        )
    }
}

extension StoredKey {
    /// Returns true if the key outlives an entry with this remaining lifetime by the buffer, less the allowance for a
    /// write.
    func outlives(_ entry: Duration) -> Bool {
        guard exists else { return false }
        guard let remaining = self.remaining else { return true }
        return remaining >= entry + StoreSnapshots.buffer - StoreSnapshots.tolerance
    }
}

extension Observations {
    /// Returns true if a fault of the store itself overlaps a snapshot.
    func isDisturbed(_ sample: StoreSnapshot) -> Bool {
        history.faults.contains {
            switch $0.kind {
            case .restartRedis, .resumeRedis, .deleteLookup, .deleteLookups:
                $0.began <= sample.received && sample.asked <= $0.ended
            case .stopRedis:
                $0.began <= sample.received && sample.asked <= $0.over(in: history.faults)
            default: false
            }
        }
    }
}
