//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Small runs without a fault of the run's own: a job with all that is asked about it, and one with samples of its keys.
enum CourseRun {
    /// The last second that anything is moved to.
    static let end = 24

    /// A job that is polled, read and joined, two that are initiated at once, and one that is refreshed.
    static var course: History {
        var run = SmallRun()
        run.add(
            "scan_a",
            .course,
            polls: [(2, .scanning, 3), (4, .scanning, 7), (8, .complete, 14), (12, .complete, 14)]
        )
        for (at, isEarly) in [(3.0, true), (10, false), (14, false)] {
            run.exchanges.append(
                .results("scan_a", at: at, took: 1, listed: 3, digest: "one").with {
                    if isEarly {
                        $0.intent = .early
                        $0.outcome = .status(202, .scanning)
                    }
                    $0.job = "scan_a"
                }
            )
        }
        let others: [(String, Event.Intent, Double, String)] = [
            ("scan_a", .joins, 5, #"{"symbols":["scan_a"]}"#), ("scan_b", .twin, 6, #"{"symbols":["scan_b"]}"#),
            ("scan_b", .twin, 7, #"{"symbols":["scan_b"]}"#),
            ("scan_c", .refreshes, 11, #"{"symbols":["scan_a"],"force_refresh":true}"#),
        ]
        for (id, intent, at, body) in others {
            run.exchanges.append(
                .initiate(id, at: at, took: 1, body: body).with {
                    $0.intent = intent
                    $0.job = id
                    if intent != .twin { $0.jobID = "scan_a" }
                }
            )
        }
        for intent in [Event.Intent.unknownID, .foreignID, .expiredToken] {
            run.exchanges.append(
                Exchange(
                    operation: .status,
                    intent: intent,
                    jobID: intent == .unknownID ? "scan_x" : "scan_a",
                    user: intent == .foreignID ? .second : .first,
                    url: Exchange.statusURL("scan_a"),
                    sent: 9,
                    received: 10,
                    outcome: intent == .expiredToken ? .status(401) : .notFound()
                )
            )
        }
        return run.history
    }

    /// Two jobs of one user, the keys of which are looked at from the initiation on.
    static var stored: History {
        var run = SmallRun()
        let polls: [(at: Double, state: JobState, steps: Int)] = [(3, .scanning, 3), (9, .complete, 14)]
        run.add("scan_a", .course, polls: polls)
        run.add("scan_b", .course, at: 12, polls: [(16, .scanning, 3), (20, .complete, 14)])
        run.sample("scan_a", .initiated, at: 2)
        run.sample("scan_a", .running, at: 5, entry: 298, lookup: 897, index: 897, latest: 897)
        run.sample("scan_a", .running, at: 8, digest: "two")
        run.sample("scan_a", .ended, at: 13, entry: 295, lookup: 895, index: 895, latest: 895, digest: "two")
        run.sample("scan_b", .initiated, at: 14)
        run.fault(.restartRedis, at: 17)
        run.fault(.deleteLookup, "scan_a", at: 20)
        return run.history
    }

    /// The lifetime of the lookup keys after a write of the entry: the full one is 900 s, and 894 s may be left.
    static let renewals = Series("milliseconds over 894 s of the lookup keys of sample 3", [997, 998, 999, 1000]) {
        milliseconds in
        var history = stored
        for place in history.samples[2].keys.indices
        where StoredKey.Role.lookups.contains(history.samples[2].keys[place].role) {
            history.samples[2].keys[place].remaining = .milliseconds(894_000 + milliseconds)
        }
        return history
    }
}
