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
    /// How many scans the first user starts.
    public var scans: Int
    /// How many of them run at the same time.
    public var concurrentScans: Int
    /// The bodies of the initiations, JSON texts used in turn; distinct filters make distinct scans.
    public var bodies: [String]
    /// The time from one poll of a scan to the next.
    public var pollInterval: Double
    /// How many polls a scan gets at most before it counts as never ending.
    public var maximumPolls: Int
    /// How many polls follow the first final answer, to see whether it stays final.
    public var pollsAfterCompletion: Int
    /// How many times the results are read after completion.
    public var resultReads: Int
    /// How many times the results are asked for while the scan runs.
    public var earlyResultReads: Int
    /// Whether each request takes a connection of its own, so that requests spread over the workers.
    public var freshConnections: Bool
    /// The time after which a request without a whole answer is given up.
    public var requestTimeout: Double
    /// The time a scan may take from its initiation to a final state.
    public var scanBudget: Double
    /// The time the whole run may take.
    public var runBudget: Double
    /// How many times each isolation probe is sent; each on a fresh connection, to reach every worker.
    public var isolationProbes: Int
    /// The requirement groups that the plan gathers evidence for, such as `status`.
    public var groups: [String]
    /// How surely rates are decided, and how far a run goes to decide them.
    public var rates: Rates

    /// Creates a plan.
    public init(
        name: String,
        summary: String,
        scans: Int,
        concurrentScans: Int,
        bodies: [String],
        pollInterval: Double,
        maximumPolls: Int,
        pollsAfterCompletion: Int,
        resultReads: Int,
        earlyResultReads: Int,
        freshConnections: Bool,
        requestTimeout: Double,
        scanBudget: Double,
        runBudget: Double,
        isolationProbes: Int,
        groups: [String],
        rates: Rates = Rates()
    ) {
        self.name = name
        self.summary = summary
        self.scans = scans
        self.concurrentScans = concurrentScans
        self.bodies = bodies
        self.pollInterval = pollInterval
        self.maximumPolls = maximumPolls
        self.pollsAfterCompletion = pollsAfterCompletion
        self.resultReads = resultReads
        self.earlyResultReads = earlyResultReads
        self.freshConnections = freshConnections
        self.requestTimeout = requestTimeout
        self.scanBudget = scanBudget
        self.runBudget = runBudget
        self.isolationProbes = isolationProbes
        self.groups = groups
        self.rates = rates
    }
}
