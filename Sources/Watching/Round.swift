//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A rate that a watch raises alarms for.
package enum WatchedRate: String, Codable, Sendable, Hashable, CaseIterable {
    /// The polls of jobs that found their job.
    case found
    /// The results reads after completion that delivered the results.
    case results
    /// The initiations that began a job.
    case initiated
    /// The probes that could be run at all.
    case reached

    /// The rate for people.
    package var title: String {
        switch self {
        case .found: "status polls that found their job"
        case .results: "results reads that delivered"
        case .initiated: "initiations that began a job"
        case .reached: "probes that could be run"
        }
    }
}

/// A number of requests and those of them that succeeded.
package struct Count: Codable, Sendable, Hashable {
    /// The requests that succeeded.
    package var successes: Int
    /// All requests.
    package var trials: Int

    /// Creates a count.
    package init(_ successes: Int, of trials: Int) {
        self.successes = successes
        self.trials = trials
    }

    /// The share that succeeded; `nil` without requests.
    package var share: Double? { trials > 0 ? Double(successes) / Double(trials) : nil }

    /// Adds another count.
    package mutating func add(_ other: Count) {
        successes += other.successes
        trials += other.trials
    }
}

/// The outcome of a probe.
package enum ProbeVerdict: String, Codable, Sendable, Hashable, CaseIterable {
    /// Nothing was wrong.
    case sound
    /// A requirement failed, or a request was not answered as it should be.
    case faulty
    /// The probe could not be run: the deployment was not reached, or refused the login.
    case unreachable
}

/// A probe of a watch, as it is remembered.
package struct Round: Codable, Sendable, Hashable {
    /// The number of the probe, from 1 on, over all restarts.
    package var number: Int
    /// The start, in seconds since 1970.
    package var startedAt: Int
    /// The duration, in milliseconds.
    package var milliseconds: Int
    /// The outcome.
    package var verdict: ProbeVerdict
    /// The counts of the rates that the probe has something of.
    package var counts: [WatchedRate: Count]
    /// The outcome in a sentence, without secrets.
    package var summary: String
    /// The ids of the failed requirements.
    package var failed: [String]
    /// The file of the probe's history; absent when it could not be written.
    package var history: String?

    /// Creates a probe's record.
    package init(
        number: Int,
        startedAt: Int,
        milliseconds: Int,
        verdict: ProbeVerdict,
        counts: [WatchedRate: Count],
        summary: String,
        failed: [String] = [],
        history: String? = nil
    ) {
        self.number = number
        self.startedAt = startedAt
        self.milliseconds = milliseconds
        self.verdict = verdict
        self.counts = counts
        self.summary = summary
        self.failed = failed
        self.history = history
    }
}

// As an object with the rates' names; a dictionary with other keys than strings is written as an array.
extension WatchedRate: CodingKeyRepresentable {}
