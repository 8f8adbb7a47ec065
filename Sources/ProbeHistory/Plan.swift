//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What is done to a deployment, and within which bounds.
///
/// Durations are seconds. Plans are written in YAML; `Conformance/Plans` has the built-in ones.
public struct Plan: Codable, Sendable, Hashable {
    /// The plan's name.
    public var name: String
    /// What the plan is for, in a sentence.
    public var summary: String
    /// How many jobs the first user starts.
    public var jobs: Int
    /// How many of them run at the same time.
    public var concurrentJobs: Int
    /// The bodies of the initiations, JSON texts used in turn; distinct filters make distinct jobs.
    public var bodies: [String]
    /// The time from one poll of a job to the next.
    public var pollInterval: Double
    /// How many polls a job gets at most before it counts as never ending.
    public var maximumPolls: Int
    /// How many polls follow the first final answer, to see whether it stays final.
    public var pollsAfterCompletion: Int
    /// How many times the results are read after completion.
    public var resultReads: Int
    /// How many times the results are asked for while the job runs.
    public var earlyResultReads: Int
    /// Whether each request takes a connection of its own, so that requests spread over the workers.
    public var freshConnections: Bool
    /// The time after which a request without a whole answer is given up.
    public var requestTimeout: Double
    /// The time a job may take from its initiation to a final state.
    public var jobBudget: Double
    /// The time the whole run may take.
    public var runBudget: Double
    /// How many times each isolation probe is sent; each on a fresh connection, to reach every worker.
    public var isolationProbes: Int
    /// The requirement groups that the plan gathers evidence for, such as `status`.
    public var groups: [String]
    /// How many times the filters of the first job are initiated again while it runs; 0 when absent.
    public var joins: Int?
    /// How many times a complete job is refreshed by a new one; 0 when absent.
    public var refreshes: Int?
    /// The bodies of initiations that are sent twice at the same time; none when absent.
    public var twinBodies: [String]?
    /// How many polls one job more gets, one after the other without a pause, to see whether polling changes its course; 0
    /// when absent.
    public var fastPolls: Int?
    /// How many times each bad input is sent, each on a connection of its own; 0 when absent.
    public var negativeProbes: Int?
    /// How many initiations are sent at once to meet the rate limit; 0 when absent.
    public var burst: Int?
    /// The bound on the 99th percentile of status polls, in seconds; absent when the plan sets none.
    public var statusP99: Double?
    /// The bound on the 99th percentile of results reads, in seconds; absent when the plan sets none.
    public var resultsP99: Double?
    /// How long jobs are started anew for, to see what a long run does; 0 when absent.
    public var soakSeconds: Double?
    /// The time from one look at a job in the store to the next; 0.5 s when absent.
    public var sampleInterval: Double?
    /// How many foreign keys the store is filled with for the search; 1 000 000 when absent.
    public var foreignKeys: Int?
    /// How many polls follow a fault, to reach every worker; 12 when absent.
    public var recoveryPolls: Int?
    /// How long a worker is suspended, which has to be longer than its claim on a job; when absent, as long as the store
    /// tells, or 12 s.
    public var workerPause: Double?
    /// How surely rates are decided, and how far a run goes to decide them.
    public var rates: Rates

    // The names of format 1, which speaks of scans.
    private enum CodingKeys: String, CodingKey {
        case name, summary, bodies, pollInterval, maximumPolls, pollsAfterCompletion, resultReads, earlyResultReads
        case freshConnections, requestTimeout, runBudget, isolationProbes, groups, joins, refreshes, twinBodies
        case fastPolls, negativeProbes, burst, statusP99, resultsP99, soakSeconds, sampleInterval, foreignKeys
        case recoveryPolls, workerPause, rates
        case jobs = "scans"
        case concurrentJobs = "concurrentScans"
        case jobBudget = "scanBudget"
    }

    /// Creates a plan.
    public init(
        name: String,
        summary: String,
        jobs: Int,
        concurrentJobs: Int,
        bodies: [String],
        pollInterval: Double,
        maximumPolls: Int,
        pollsAfterCompletion: Int,
        resultReads: Int,
        earlyResultReads: Int,
        freshConnections: Bool,
        requestTimeout: Double,
        jobBudget: Double,
        runBudget: Double,
        isolationProbes: Int,
        groups: [String],
        joins: Int? = nil,
        refreshes: Int? = nil,
        twinBodies: [String]? = nil,
        fastPolls: Int? = nil,
        negativeProbes: Int? = nil,
        burst: Int? = nil,
        statusP99: Double? = nil,
        resultsP99: Double? = nil,
        soakSeconds: Double? = nil,
        sampleInterval: Double? = nil,
        foreignKeys: Int? = nil,
        recoveryPolls: Int? = nil,
        workerPause: Double? = nil,
        rates: Rates = Rates()
    ) {
        self.name = name
        self.summary = summary
        self.jobs = jobs
        self.concurrentJobs = concurrentJobs
        self.bodies = bodies
        self.pollInterval = pollInterval
        self.maximumPolls = maximumPolls
        self.pollsAfterCompletion = pollsAfterCompletion
        self.resultReads = resultReads
        self.earlyResultReads = earlyResultReads
        self.freshConnections = freshConnections
        self.requestTimeout = requestTimeout
        self.jobBudget = jobBudget
        self.runBudget = runBudget
        self.isolationProbes = isolationProbes
        self.groups = groups
        self.joins = joins
        self.refreshes = refreshes
        self.twinBodies = twinBodies
        self.fastPolls = fastPolls
        self.negativeProbes = negativeProbes
        self.burst = burst
        self.statusP99 = statusP99
        self.resultsP99 = resultsP99
        self.soakSeconds = soakSeconds
        self.sampleInterval = sampleInterval
        self.foreignKeys = foreignKeys
        self.recoveryPolls = recoveryPolls
        self.workerPause = workerPause
        self.rates = rates
    }
}
