//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The outcome of a load test: the stages, the capacity, and what broke first.
public struct LoadOutcome: Codable, Sendable, Hashable {
    /// The reason for the end of a load test.
    public enum Ending: String, Codable, Sendable, Hashable {
        /// The deployment broke.
        case broke
        /// The highest rate that was allowed held.
        case maximumRate = "maximum_rate"
        /// The prober or its machine could not offer more.
        case proberLimit = "prober_limit"
        /// The time of the plan was over.
        case budget
        /// The user interrupted the test.
        case interrupted
    }

    /// The version of the form.
    public var format = 1
    /// The name and version of the tool.
    public var tool: String
    /// The deployment's base URL, without credentials.
    public var target: String
    /// The name of the plan.
    public var plan: String
    /// The start of the test, ISO 8601 in UTC.
    public var startedAt: String
    /// The number of users who took part.
    public var users: Int
    /// The stages in their order.
    public var stages: [LoadStage] = []
    /// The highest rate at which all bounds held, in arrivals per second; absent when none did.
    public var capacity: Double?
    /// True if a second, longer stage at the capacity held as well.
    public var isConfirmed = false
    /// The first thing that broke, at the lowest rate that did not hold; absent when nothing did.
    public var brokenBy: LoadTrouble?
    /// The reason for the end.
    public var ending = Ending.interrupted
    /// Some answers that were wrong, the first ones.
    public var examples: [LoadExample] = []

    /// Creates the outcome of a test that has not begun.
    public init(tool: String, target: String, plan: String, startedAt: String, users: Int) {
        self.tool = tool
        self.target = target
        self.plan = plan
        self.startedAt = startedAt
        self.users = users
    }

    /// True if a wrong answer, and not only a slow one, showed at a rate up to the capacity or at the lowest one.
    public var isWrong: Bool {
        guard let brokenBy, brokenBy != .latency else { return false }
        return brokenBy != .initiations || capacity == nil
    }
}

/// The things that can break under load.
public enum LoadTrouble: String, Codable, Sendable, Hashable, CaseIterable {
    /// Answers come late, measured from the time at which they were due to be asked for.
    case latency
    /// Polls do not find their job: it is not found, or the answer brings no knowledge.
    case notFound = "not_found"
    /// Polls say what cannot be: a state before one that was already told, or another job's id.
    case status
    /// Results are not delivered, or are others than before.
    case results
    /// Initiations start no job.
    case initiations
}

/// A stage of a load test: arrivals at one rate.
public struct LoadStage: Codable, Sendable, Hashable {
    /// The purpose of a stage.
    public enum Purpose: String, Codable, Sendable, Hashable {
        /// The rate rises from stage to stage.
        case rising
        /// A rate between one that held and one that did not.
        case refining
        /// The capacity again, for longer.
        case confirming
    }

    /// The number of a stage, counted from 1.
    public var number: Int
    /// The purpose.
    public var purpose: Purpose
    /// The arrivals that were due, per second.
    public var offered: Double
    /// The answers that came, per second.
    public var achieved = 0.0
    /// The duration, in seconds.
    public var seconds: Double
    /// The number of polls.
    public var polls = 0
    /// The number of results reads.
    public var reads = 0
    /// The number of initiations.
    public var initiations = 0
    /// The number of initiations that the deployment's rate limit refused.
    public var refused = 0
    /// The number of arrivals that were not sent, since too many requests were under way.
    public var dropped = 0
    /// The latency of polls.
    public var pollLatency = LoadLatency()
    /// The latency of results reads.
    public var readLatency = LoadLatency()
    /// The time that the prober itself was late with its requests.
    public var lateness = LoadLatency()
    /// The number of wrong answers of each kind; latency counts answers beyond its bound.
    public var wrong: [String: Int] = [:]
    /// The polls of each worker that names itself, and those of them that were wrong.
    public var workers: [String: Worker] = [:]
    /// The things that broke, in the order of breaking; empty for a stage that held.
    public var brokenBy: [LoadTrouble] = []
    /// The most frequent description of the wrong answers of what broke first.
    public var detail: String?
    /// True if the prober could not keep its schedule, so that the stage says nothing about the deployment.
    public var isLimitedByProber = false
    /// True if the stage was given up early.
    public var isStopped = false

    /// The polls that a worker answered.
    public struct Worker: Codable, Sendable, Hashable {
        /// The number of polls.
        public var polls = 0
        /// The number of those that were wrong.
        public var wrong = 0

        /// Creates a worker without polls.
        public init() {}
    }

    /// Creates a stage without answers.
    public init(number: Int, purpose: Purpose, offered: Double, seconds: Double) {
        self.number = number
        self.purpose = purpose
        self.offered = offered
        self.seconds = seconds
    }

    /// True if all bounds held.
    public var holds: Bool { brokenBy.isEmpty && !isLimitedByProber && !isStopped }
}

/// Percentiles of latency, in seconds.
public struct LoadLatency: Codable, Sendable, Hashable {
    /// The median.
    public var p50 = 0.0
    /// The 90th percentile.
    public var p90 = 0.0
    /// The 99th percentile.
    public var p99 = 0.0
    /// The 99.9th percentile.
    public var p999 = 0.0
    /// The maximum.
    public var maximum = 0.0

    /// Creates percentiles of nothing.
    public init() {}
}

/// A wrong answer.
public struct LoadExample: Codable, Sendable, Hashable {
    /// The kind of what is wrong.
    public var trouble: LoadTrouble
    /// The stage, counted from 1.
    public var stage: Int
    /// The time since the test's start, in seconds.
    public var seconds: Double
    /// The request's address, without credentials.
    public var url: String
    /// The HTTP status; absent without an answer.
    public var status: Int?
    /// The worker that answered, if the answer names one.
    public var worker: String?
    /// The description of what is wrong.
    public var text: String

    /// Creates an example.
    public init(
        trouble: LoadTrouble,
        stage: Int,
        seconds: Double,
        url: String,
        status: Int?,
        worker: String?,
        text: String
    ) {
        self.trouble = trouble
        self.stage = stage
        self.seconds = seconds
        self.url = url
        self.status = status
        self.worker = worker
        self.text = text
    }
}
