//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// A run of a few requests with faults and samples of the store, whose times are whole seconds.
struct SmallRun {
    var exchanges: [Exchange] = []
    var samples: [StoreSnapshot] = []
    var faults: [Fault] = []
    var logs: [LogRecord] = []

    /// The history; the plan grants a job ten seconds.
    var history: History {
        var history = History(exchanges, groups: RequirementGroup.allCases) {
            $0.jobs.budget = .seconds(10)
            $0.jobs.maximumPolls = 100
        }
        history.samples = samples
        history.faults = faults
        history.logs = logs
        history.header.access.hasStore = true
        history.header.access.mayChangeStore = true
        history.header.access.hasLogs = true
        return history
    }

    /// Begins a job, and polls it: the second, the state and the steps of each poll.
    mutating func add(
        _ id: String,
        _ intent: Event.Intent = .recovery,
        at begin: Double = 0,
        polls: [(at: Double, state: JobState, steps: Int)]
    ) {
        exchanges.append(
            .initiate(id, at: begin, took: 1, body: #"{"symbols":["\#(id)"]}"#).with {
                $0.intent = intent
                $0.job = id
                $0.outcome = $0.outcome.from(worker: "w1")
            }
        )
        for poll in polls {
            exchanges.append(
                .poll(id, at: poll.at, took: 1, poll.state, poll.steps).with {
                    $0.intent = intent
                    $0.job = id
                    if poll.state == .notFound { $0.outcome = .notFound() }
                    $0.outcome = $0.outcome.from(worker: "w1")
                }
            )
        }
    }

    /// Injects a fault that takes a second.
    mutating func fault(_ kind: Fault.Kind, _ id: String? = nil, at begin: Double) {
        faults.append(
            Fault(
                kind: kind,
                job: id,
                jobID: id,
                began: Instant(seconds: begin),
                ended: Instant(seconds: begin + 1),
                detail: ""
            )
        )
    }

    /// Looks at the keys of a job: the remaining seconds of each, 0 for one that is gone, and the holder of the lease.
    mutating func sample(
        _ id: String,
        _ occasion: StoreSnapshot.Occasion,
        at asked: Double,
        entry: Int = 300,
        lookup: Int = 900,
        index: Int = 900,
        latest: Int = 900,
        digest: String = "one",
        lease: String? = nil
    ) {
        let lifetimes: [(StoredKey.Role, Int)] = [
            (.entry, entry), (.lookup, lookup), (.index, index), (.latestJob, latest),
        ]
        var keys = lifetimes.map { role, seconds in
            StoredKey(
                role: role,
                key: role.rawValue,
                exists: seconds > 0,
                remaining: seconds > 0 ? .seconds(seconds) : nil,
                digest: digest
            )
        }
        if let lease { keys.append(StoredKey(role: .lease, key: "lease", exists: true, digest: lease)) }
        samples.append(
            StoreSnapshot(
                occasion: occasion,
                job: id,
                jobID: id,
                asked: Instant(seconds: asked),
                received: Instant(seconds: asked + 1),
                keys: keys
            )
        )
    }
}
