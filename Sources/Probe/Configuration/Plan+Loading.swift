//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformancePlans
public import ProbeHistory
import Yams

extension Plan {
    /// The requirement groups that a plan can gather evidence for.
    public static var knownGroups: [String] {
        [
            "initiate", "status", "progress", "results", "rates", "isolation", "errors", "latency", "store", "recovery",
            "observability",
        ]
    }

    /// The names of the built-in plans, sorted.
    public static var builtInNames: [String] { BuiltInPlans.texts.keys.sorted() }

    /// Finds the YAML text of a built-in plan, to start one's own from.
    ///
    /// - Parameter name: The plan's name.
    /// - Returns: The text; `nil` for an unknown name.
    public static func builtInText(_ name: String) -> String? { BuiltInPlans.texts[name] }

    /// Loads a built-in plan by its name, or any other from its file.
    ///
    /// - Parameter nameOrFile: A name such as `acceptance`, or the path of a YAML file.
    /// - Returns: The plan.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func load(_ nameOrFile: String) throws(ProbeFailure) -> Plan {
        let source = ConfigurationSource(noun: "plan", code: .badPlan, builtIn: BuiltInPlans.texts)
        let (text, file) = try source.load(nameOrFile)
        return try Plan(yaml: text, fileName: file.name)
    }

    /// Reads a plan from YAML.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public init(yaml text: String, fileName: String) throws(ProbeFailure) {
        let top = try ConfigurationFile(name: fileName, code: .badPlan).parse(text)
        try top.allow(only: [
            "name", "summary", "scans", "concurrent_scans", "bodies", "poll_interval", "maximum_polls",
            "polls_after_completion", "result_reads", "early_result_reads", "fresh_connections", "request_timeout",
            "scan_budget", "run_budget", "isolation_probes", "groups", "alpha", "beta", "maximum_rate_polls",
            "maximum_rate_initiations", "initiations_per_minute", "result_lifetime", "joins", "refreshes",
            "twin_bodies", "fast_polls", "negative_probes", "burst", "status_p99", "results_p99", "soak_seconds",
            "sample_interval",
            "foreign_keys", "recovery_polls", "worker_pause",
        ])
        self.init(
            name: try top.string("name"),
            summary: try top.optionalString("summary") ?? "",
            jobs: try top.int("scans", in: 1...100_000),
            concurrentJobs: try top.int("concurrent_scans", in: 1...1000),
            bodies: try Self.bodies(top, "bodies"),
            pollInterval: try top.seconds("poll_interval", in: 0.01...3600),
            maximumPolls: try top.int("maximum_polls", in: 1...1_000_000),
            pollsAfterCompletion: try top.int("polls_after_completion", in: 0...1_000_000),
            resultReads: try top.int("result_reads", in: 0...1_000_000),
            earlyResultReads: try top.int("early_result_reads", in: 0...1_000_000),
            freshConnections: try top.bool("fresh_connections"),
            requestTimeout: try top.seconds("request_timeout", in: 0.05...3600),
            jobBudget: try top.seconds("scan_budget", in: 0.1...86_400),
            runBudget: try top.seconds("run_budget", in: 0.1...604_800),
            isolationProbes: try top.int("isolation_probes", in: 0...10_000),
            groups: try Self.groups(top),
            joins: try top.optionalInt("joins", in: 0...100),
            refreshes: try top.optionalInt("refreshes", in: 0...100),
            twinBodies: top.node("twin_bodies") == nil ? nil : try Self.bodies(top, "twin_bodies"),
            fastPolls: try top.optionalInt("fast_polls", in: 0...100_000),
            negativeProbes: try top.optionalInt("negative_probes", in: 0...1000),
            burst: try top.optionalInt("burst", in: 0...1000),
            statusP99: try top.optionalSeconds("status_p99", in: 0.001...3600),
            resultsP99: try top.optionalSeconds("results_p99", in: 0.001...3600),
            soakSeconds: try top.optionalSeconds("soak_seconds", in: 0...604_800),
            sampleInterval: try top.optionalSeconds("sample_interval", in: 0.05...3600),
            foreignKeys: try top.optionalInt("foreign_keys", in: 1...10_000_000),
            recoveryPolls: try top.optionalInt("recovery_polls", in: 1...1000),
            workerPause: try top.optionalSeconds("worker_pause", in: 0.1...3600),
            rates: try Self.rates(top)
        )
    }

    /// Reads the optional keys for rates.
    private static func rates(_ top: ConfigurationMapping) throws(ProbeFailure) -> Rates {
        var rates = Rates()
        if top.has("alpha") { rates.alpha = try top.share("alpha", in: 1e-6...0.5) }
        if top.has("beta") { rates.beta = try top.share("beta", in: 1e-6...0.5) }
        if top.has("maximum_rate_polls") {
            rates.maximumPolls = try top.int("maximum_rate_polls", in: 0...1_000_000)
        }
        if top.has("maximum_rate_initiations") {
            rates.maximumInitiations = try top.int("maximum_rate_initiations", in: 0...100_000)
        }
        if top.has("initiations_per_minute") {
            rates.initiationsPerMinute = try top.int("initiations_per_minute", in: 1...100_000)
        }
        if top.has("result_lifetime") { rates.resultLifetime = try top.seconds("result_lifetime", in: 0...604_800) }
        return rates
    }

    private static func bodies(_ top: ConfigurationMapping, _ key: String) throws(ProbeFailure) -> [String] {
        let bodies = try top.strings(key)
        for body in bodies where JSONValue(parsing: body)?.object == nil {
            throw top.wrongType(key, try top.require(key), "a list of JSON objects as texts, not `\(body)`")
        }
        guard !bodies.isEmpty else {
            throw top.wrongType(key, try top.require(key), "a list of at least one JSON object")
        }
        return bodies
    }

    private static func groups(_ top: ConfigurationMapping) throws(ProbeFailure) -> [String] {
        let groups = try top.strings("groups")
        for group in groups where !self.knownGroups.contains(group) {
            let line = try top.require("groups").mark?.line ?? top.line
            let clause = Suggestion.clause(for: group, among: self.knownGroups)
            throw top.file.failure(line: line, "unknown group `\(group)` in `groups`\(clause)")
        }
        return groups
    }
}
