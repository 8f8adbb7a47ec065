//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceProfiles
import ProbeHistory
import Yams

extension Profile {
    /// The names of the built-in profiles, sorted.
    public static var builtInNames: [String] { BuiltInProfiles.texts.keys.sorted() }

    /// Finds the YAML text of a built-in profile, to start one's own from.
    ///
    /// - Parameter name: The profile's name.
    /// - Returns: The text; `nil` for an unknown name.
    public static func builtInText(_ name: String) -> String? { BuiltInProfiles.texts[name] }

    /// Loads a built-in profile by its name, or any other from its file.
    ///
    /// - Parameters:
    ///   - nameOrFile: A name such as `opportunity-scan`, or the path of a YAML file.
    ///   - parameters: Values for the profile's parameters, by name.
    /// - Returns: The profile.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func load(
        _ nameOrFile: String,
        parameters: [String: String] = [:]
    ) throws(ProbeFailure) -> Profile {
        let source = ConfigurationSource(noun: "profile", code: .badProfile, builtIn: BuiltInProfiles.texts)
        let (text, file) = try source.load(nameOrFile)
        return try Profile(yaml: text, fileName: file.name, parameters: parameters)
    }

    /// Reads a profile from YAML.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    ///   - parameters: Values for the profile's parameters, by name.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public init(yaml text: String, fileName: String, parameters: [String: String] = [:]) throws(ProbeFailure) {
        let top = try ConfigurationFile(name: fileName, code: .badProfile).parse(text)
        try top.allow(only: [
            "name", "summary", "nouns", "parameters", "base_path", "token_header", "login", "bodies", "initiate",
            "status",
            "results", "diagnostics", "metrics", "made_up_id", "read", "states", "signs", "not_found_statuses",
            "pending_statuses",
            "complete_statuses", "results_redirects", "heeds_retry_after", "worker_headers", "offers",
        ])
        name = try top.string("name")
        summary = try top.optionalString("summary") ?? ""
        nouns = top.has("nouns") ? try Nouns(top.child("nouns")) : Nouns()
        let templates = try ProfileTemplates(top, given: parameters)
        self.parameters = templates.parameters
        basePath = try templates.path("base_path", in: top, isOptional: true)
        (tokenHeader, tokenValue) = try Self.tokenHeader(top)
        login = top.node("login") == nil ? nil : try Login(top.child("login"), templates)
        bodies = try templates.bodies(in: top)
        let initiate = try top.child("initiate")
        self.initiate = try Endpoint(initiate, templates, isOfJob: false, extraKeys: ["id_header"])
        idHeader = try Self.idHeader(initiate)
        status = try Endpoint(top.child("status"), templates, isOfJob: true)
        resultsAreStatus = top.node("results")?.scalar?.string == "status"
        results =
            resultsAreStatus ? status : try Endpoint(top.child("results"), templates, isOfJob: true)
        diagnostics =
            top.node("diagnostics") == nil
            ? nil : try Endpoint(top.child("diagnostics"), templates, isOfJob: false)
        metrics = top.node("metrics") == nil ? nil : try Endpoint(top.child("metrics"), templates, isOfJob: false)
        madeUpID = try Self.madeUpID(top)
        read = try Paths(top.child("read"))
        states = top.node("states") == nil ? [:] : try Self.states(top.child("states"))
        signs = top.node("signs") == nil ? [:] : try Self.signs(top.child("signs"))
        notFoundStatuses = try top.statuses("not_found_statuses")
        pendingStatuses = try top.statuses("pending_statuses")
        completeStatuses = try top.statuses("complete_statuses")
        resultsRedirects = try top.statuses("results_redirects", in: 300...399)
        heedsRetryAfter = top.node("heeds_retry_after") == nil ? false : try top.bool("heeds_retry_after")
        workerHeaders =
            top.node("worker_headers") == nil ? [] : try top.strings("worker_headers").map { $0.lowercased() }
        offers = try Self.offers(top)
        try refuseContradictions(in: top)
    }

    private static func tokenHeader(_ top: ConfigurationMapping) throws(ProbeFailure) -> (String, String) {
        guard let node = top.node("token_header") else { return ("Authorization", "Bearer {token}") }
        let parts = try top.string("token_header").split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].contains("{token}") else {
            throw top.wrongType("token_header", node, "a header such as `Authorization: Bearer {token}`")
        }
        return (String(parts[0]), String(parts[1].drop(while: \.isWhitespace)))
    }

    private static func idHeader(_ initiate: ConfigurationMapping) throws(ProbeFailure) -> IDHeader? {
        guard let node = initiate.node("id_header") else { return nil }
        let text = try initiate.inJobTerms(try initiate.string("id_header"), at: "id_header")
        guard let header = IDHeader(text) else {
            throw initiate.wrongType("id_header", node, "a header that ends in the id, such as `Location: */{job_id}`")
        }
        return header
    }

    private static func madeUpID(_ top: ConfigurationMapping) throws(ProbeFailure) -> String {
        guard let node = top.node("made_up_id") else { return "" }
        let shape = try top.string("made_up_id")
        guard SampleID.isShape(shape) else {
            throw top.wrongType(
                "made_up_id",
                node,
                "an id with `{hex32}` or `{uuid}` in it, which stand for random digits"
            )
        }
        return shape
    }

    private static func states(_ mapping: ConfigurationMapping) throws(ProbeFailure) -> [String: JobState] {
        let known = JobState.allCases.filter { $0 != .unrecognised }
        try mapping.allow(only: known.map(\.rawValue) + [Self.running])
        var states: [String: JobState] = [:]
        for state in known {
            let key = try Self.key(of: state, in: mapping)
            guard state == .complete || mapping.has(key) else { continue }
            for word in try mapping.strings(key) {
                if let other = states[word] {
                    let node = try mapping.require(key)
                    throw mapping.wrongType(
                        key,
                        node,
                        "words of its own: `\(word)` means `\(try Self.key(of: other, in: mapping))`"
                    )
                }
                states[word] = state
            }
        }
        return states
    }

    private static func signs(_ mapping: ConfigurationMapping) throws(ProbeFailure) -> [JobState: [JSONPath]] {
        let known: [JobState] = [.scanning, .complete, .failed]
        try mapping.allow(only: known.map(\.rawValue) + [Self.running])
        var signs: [JobState: [JSONPath]] = [:]
        for state in known {
            let key = try Self.key(of: state, in: mapping)
            if mapping.has(key) { signs[state] = try mapping.paths(key) }
        }
        return signs
    }

    /// The general name of the state that the scan API calls scanning.
    private static let running = "running"

    /// The key under which a mapping has a state: for the running one the general name, or that of the scan API.
    private static func key(of state: JobState, in mapping: ConfigurationMapping) throws(ProbeFailure) -> String {
        state == .scanning ? try mapping.name(Self.running, or: state.rawValue) : state.rawValue
    }

    private static func offers(_ top: ConfigurationMapping) throws(ProbeFailure) -> Set<Feature> {
        let known = Feature.allCases.map(\.rawValue)
        var features: Set<Feature> = []
        // An API may have no features.
        let names = try top.require("offers").sequence?.isEmpty == true ? [] : top.strings("offers")
        for name in names {
            guard let feature = Feature(rawValue: name) else {
                throw top.file.failure(
                    line: top.line(of: "offers"),
                    "unknown feature `\(name)` in `offers`\(Suggestion.clause(for: name, among: known))"
                )
            }
            features.insert(feature)
        }
        return features
    }
}
