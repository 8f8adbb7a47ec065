//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The report about the logs of a deployment: findings with the cause first, workers, slowest requests.
public struct LogReport: Sendable, Hashable, Codable {
    /// A finding: something that was said once or many times.
    public struct Finding: Sendable, Hashable, Codable {
        /// The id, such as `redis-refused`.
        public var id: String
        /// The name for people.
        public var title: String
        /// True if it counts against the deployment.
        public var isWrong: Bool
        /// The number of times.
        public var count: Int
        /// The unit of the count, such as `lines` or `scans`.
        public var unit: String
        /// The first time, ISO 8601 in UTC.
        public var first: String?
        /// The last time.
        public var last: String?
        /// The observation in one sentence; absent where the title says it all.
        public var detail: String?
        /// The usual cause.
        public var cause: String
        /// The counts by worker.
        public var byWorker: [String: Int]
        /// The counts in equal steps of ``LogReport/Span``; empty where there are none.
        public var timeline: [Int]
        /// Some of the lines.
        public var examples: [LogExample]
        /// The place among the findings: the higher, the more of a cause.
        public var rank: Int
    }

    /// A worker and its share.
    public struct Worker: Sendable, Hashable, Codable {
        /// The name.
        public var name: String
        /// The lines that name it.
        public var lines: Int
        /// The answers that tell a status.
        public var requests: Int
        /// The answers with a status of 500 or more.
        public var failures: Int
        /// The answers 404 and 410.
        public var missing: Int
        /// The lookups that did not find their job.
        public var missedLookups: Int
        /// The complaints about the store.
        public var storeErrors: Int
        /// The times that it ended.
        public var endings: Int
    }

    /// A test whether something is even over workers.
    public struct EvennessTest: Sendable, Hashable, Codable {
        /// The name for people, such as `requests`.
        public var subject: String
        /// The probability of something at least as uneven by chance.
        public var pValue: Double
        /// The number that was spread.
        public var count: Int
    }

    /// The time that the logs cover.
    public struct Span: Sendable, Hashable, Codable {
        /// The first time, ISO 8601 in UTC.
        public var first: String
        /// The last time.
        public var last: String
        /// The length of a timeline's step in seconds.
        public var stepSeconds: Double
    }

    /// A log.
    public struct File: Sendable, Hashable, Codable {
        /// The name.
        public var name: String
        /// The number of lines.
        public var lines: Int
    }

    /// The lifetimes of jobs by the logs.
    public struct Ages: Sendable, Hashable, Codable {
        /// The jobs that were found once and not found later.
        public var jobs: Int
        /// The median age in seconds at which they were not found first, counted from when they were seen first.
        public var medianAge: Double
        /// The median of the seconds from a job's end, where the logs tell it.
        public var medianAfterEnd: Double?
        /// The seconds for which a job is kept after its end.
        public var finalLifetime: Double
        /// The seconds for which a waiting or running job is kept.
        public var runningLifetime: Double
    }

    /// The version of the format.
    public var format = 1
    /// The logs.
    public var files: [File]
    /// The number of lines.
    public var lines: Int
    /// The lines that begin as JSON and are none.
    public var brokenLines: Int
    /// The lines that were cut because they are too long.
    public var cutLines: Int
    /// The lines without a time of their own, such as those of stack traces.
    public var timelessLines: Int
    /// The first lines that could not be read.
    public var brokenExamples: [LogExample]
    /// The time that the logs cover; absent if no line has a time.
    public var span: Span?
    /// The findings, the cause first.
    public var findings: [Finding]
    /// The workers, by name.
    public var workers: [Worker]
    /// The tests of evenness.
    public var evenness: [EvennessTest]
    /// The ages at which jobs stopped being found; absent if none did.
    public var ages: Ages?
    /// The slowest requests, the slowest first.
    public var slowest: [SlowRequest]
    /// The wrong answers of the history with their lines; absent without a history.
    public var joined: [JoinedAnswer]?
    /// The wrong answers of the history beyond those that were joined.
    public var unjoined: Int?

    /// True if something counts against the deployment.
    public var isWrong: Bool { findings.contains(where: \.isWrong) }
}
