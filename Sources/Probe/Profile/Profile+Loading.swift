//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceProfiles
import KitYAML
import ProbeHistory

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

    private static let keys = [
        "name", "summary", "sources", "nouns", "parameters", "base_path", "origins", "credentials", "token_header",
        "login", "bodies", "initiate", "status", "results", "cancel", "delete", "list", "diagnostics", "metrics",
        "made_up_id", "read", "states", "signs", "statuses", "not_found_statuses", "pending_statuses",
        "complete_statuses", "results_redirects", "heeds_retry_after", "quotas", "kept_for", "worker_headers", "offers",
    ]

    /// Reads a profile from YAML.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    ///   - parameters: Values for the profile's parameters, by name.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public init(yaml text: String, fileName: String, parameters: [String: String] = [:]) throws(ProbeFailure) {
        let top = try ConfigurationFile(name: fileName, code: .badProfile).parse(text)
        try top.allow(only: Self.keys)
        name = try top.string("name")
        summary = try top.optionalString("summary") ?? ""
        sources = top.has("sources") ? try top.strings("sources") : []
        nouns = top.has("nouns") ? try Nouns(top.child("nouns")) : Nouns()
        let templates = try ProfileTemplates(top, given: parameters)
        self.parameters = templates.parameters
        basePath = try templates.path("base_path", in: top, isOptional: true)
        origins = top.has("origins") ? try top.origins("origins") : []
        access = try TokenScheme(top)
        login = top.has("login") ? try Login(top.child("login"), templates) : nil
        bodies = try templates.bodies(in: top)
        read = try Paths(top.child("read"))
        let calls = try ProfileCalls(top, templates, read: read)
        (preparations, initiate, idHeader) = (calls.preparations, calls.initiate, calls.idHeader)
        (status, results, pages) = (calls.status, calls.results, calls.pages)
        (resultsAreStatus, resultsMayBeEmpty) = (calls.resultsAreStatus, calls.resultsMayBeEmpty)
        (cancel, delete, list) = (calls.cancel, calls.delete, calls.list)
        readsWordsInAnyError = calls.readsWordsInAnyError
        let surroundings = Endpoint.Surroundings(templates: templates)
        diagnostics =
            top.has("diagnostics") ? try Endpoint(top.child("diagnostics"), surroundings, keys: Endpoint.keys) : nil
        metrics = top.has("metrics") ? try Endpoint(top.child("metrics"), surroundings, keys: Endpoint.keys) : nil
        madeUpID = try Self.madeUpID(top)
        states = top.has("states") ? try Self.states(top.child("states")) : [:]
        signs = top.has("signs") ? try Self.signs(top.child("signs")) : []
        resultsRedirects = try top.statuses("results_redirects", in: 300...399)
        heedsRetryAfter = top.has("heeds_retry_after") ? try top.bool("heeds_retry_after") : false
        let quotas = top.has("quotas") ? try top.child("quotas") : nil
        try quotas?.allow(only: ["polls", "initiations"])
        pollQuota = try quotas?.quota("polls")
        initiationQuota = try quotas?.quota("initiations")
        keptFor = top.has("kept_for") ? .seconds(try top.seconds("kept_for", in: 0.1...86_400)) : nil
        workerHeaders = top.has("worker_headers") ? try top.strings("worker_headers").map { $0.lowercased() } : []
        offers = try Self.offers(top)
        if status.address != nil || results.address != nil { offers.insert(.addresses) }
        if cancel != nil { offers.insert(.cancel) }
        if keptFor != nil || delete != nil { offers.insert(.retention) }
        if pages != nil { offers.insert(.pages) }
        if list != nil { offers.insert(.list) }
        try refuseContradictions(in: top)
        try IdleKeys(self, top).refuse()
    }

    private static func madeUpID(_ top: ConfigurationMapping) throws(ProbeFailure) -> String {
        guard let node = top.node("made_up_id") else { return "" }
        let shape = try top.string("made_up_id")
        guard SampleID.isShape(shape) else {
            throw top.wrongType(
                "made_up_id",
                node,
                "an id with `{hex32}` or `{uuid}` in it, or `{number}`, which stand for random digits"
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
            guard mapping.has(key) else { continue }
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

    private static func signs(_ mapping: ConfigurationMapping) throws(ProbeFailure) -> [Sign] {
        let known: [JobState] = [.failed, .cancelled, .complete, .scanning]
        try mapping.allow(only: known.map(\.rawValue) + [Self.running])
        var signs: [Sign] = []
        for state in known {
            let key = try Self.key(of: state, in: mapping)
            guard let node = mapping.node(key) else { continue }
            for element in node.sequence.map(Array.init) ?? [node] {
                signs.append(try mapping.sign(of: state, at: key, element))
            }
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

extension Profile {
    /// Parses an origin that addresses may lead to.
    ///
    /// - Parameter text: Scheme, host and port, such as `https://files.example.com`.
    /// - Returns: The origin in its usual form.
    /// - Throws: ``ProbeFailure`` if it is none.
    public static func origin(_ text: String) throws(ProbeFailure) -> String {
        guard let origin = Link.origin(of: text) else {
            throw ProbeFailure(
                .badTarget,
                "`\(Redactor.redactKeys(text))` is no origin: give scheme, host and port, such as https://files.example.com"
            )
        }
        return origin
    }
}

extension ConfigurationMapping {
    /// Returns a sign: a place whose value is there, or `absent` or `null` with a place.
    fileprivate func sign(of state: JobState, at key: String, _ node: Node) throws(ProbeFailure) -> Profile.Sign {
        let kinds: [(String, Profile.Sign.Kind)] = [("present", .present), ("absent", .absent), ("null", .null)]
        if let mapping = node.mapping, let only = mapping.keys.first?.string, mapping.count == 1,
            let kind = kinds.first(where: { $0.0 == only })?.1
        {
            let inner = ConfigurationMapping(file: file, path: name(of: key), mapping: mapping, line: node.line)
            // By its node, since a key called null is none to YAML.
            guard let node = mapping.first?.value else { throw wrongType(key, node, "one place") }
            return Profile.Sign(state: state, place: try inner.place(only, node), kind: kind)
        }
        return Profile.Sign(state: state, place: try place(key, node), kind: .present)
    }

    /// Returns a list of origins.
    fileprivate func origins(_ key: String) throws(ProbeFailure) -> [String] {
        var origins: [String] = []
        for text in try strings(key) {
            guard let origin = Link.origin(of: text) else {
                throw wrongType(
                    key,
                    try require(key),
                    "a list of origins such as https://files.example.com, not `\(text)`"
                )
            }
            origins.append(origin)
        }
        return origins
    }
}
