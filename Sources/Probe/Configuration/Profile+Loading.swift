//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ProbeProfiles

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
    /// - Parameter nameOrFile: A name such as `opportunity-scan`, or the path of a YAML file.
    /// - Returns: The profile.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func load(_ nameOrFile: String) throws(ProbeFailure) -> Profile {
        let source = ConfigurationSource(noun: "profile", code: .badProfile, builtIn: BuiltInProfiles.texts)
        let (text, file) = try source.load(nameOrFile)
        return try Profile(yaml: text, fileName: file.name)
    }

    /// Reads a profile from YAML.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public init(yaml text: String, fileName: String) throws(ProbeFailure) {
        let top = try ConfigurationFile(name: fileName, code: .badProfile).parse(text)
        try top.allow(only: [
            "name", "summary", "base_path", "token_header", "login", "initiate", "status", "results", "diagnostics",
            "metrics", "made_up_id",
            "read", "states", "not_found_statuses", "pending_statuses", "worker_headers",
        ])
        self.name = try top.string("name")
        self.summary = try top.optionalString("summary") ?? ""
        self.basePath = try top.optionalString("base_path") ?? ""
        (self.tokenHeader, self.tokenValue) = try Self.tokenHeader(top)
        self.login = top.node("login") == nil ? nil : try Login(top.child("login"))
        self.initiate = try Endpoint(top.child("initiate"), needsScanID: false)
        self.status = try Endpoint(top.child("status"), needsScanID: true)
        self.results = try Endpoint(top.child("results"), needsScanID: true)
        self.diagnostics =
            top.node("diagnostics") == nil ? nil : try Endpoint(top.child("diagnostics"), needsScanID: false)
        self.metrics = top.node("metrics") == nil ? nil : try Endpoint(top.child("metrics"), needsScanID: false)
        self.madeUpID = try top.string("made_up_id")
        self.read = try Paths(top.child("read"))
        self.states = try Self.states(top.child("states"))
        self.notFoundStatuses = Set(try top.ints("not_found_statuses", in: 100...599))
        self.pendingStatuses = Set(try top.ints("pending_statuses", in: 100...599))
        self.workerHeaders =
            top.node("worker_headers") == nil ? [] : try top.strings("worker_headers").map { $0.lowercased() }
    }

    private static func tokenHeader(_ top: ConfigurationMapping) throws(ProbeFailure) -> (String, String) {
        guard let node = top.node("token_header") else { return ("Authorization", "Bearer {token}") }
        let parts = try top.string("token_header").split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].contains("{token}") else {
            throw top.wrongType("token_header", node, "a header such as `Authorization: Bearer {token}`")
        }
        return (String(parts[0]), String(parts[1].drop(while: \.isWhitespace)))
    }

    private static func states(_ mapping: ConfigurationMapping) throws(ProbeFailure) -> [String: ScanState] {
        let known = ScanState.allCases.filter { $0 != .unrecognised }
        try mapping.allow(only: known.map(\.rawValue))
        var states: [String: ScanState] = [:]
        for state in known where state == .complete || mapping.node(state.rawValue) != nil {
            for word in try mapping.strings(state.rawValue) {
                if let other = states[word] {
                    let node = try mapping.require(state.rawValue)
                    throw mapping.wrongType(
                        state.rawValue,
                        node,
                        "words of its own: `\(word)` means `\(other.rawValue)`"
                    )
                }
                states[word] = state
            }
        }
        return states
    }
}

extension Profile.Endpoint {
    fileprivate init(
        _ mapping: ConfigurationMapping,
        needsScanID: Bool,
        extraKeys: [String] = []
    ) throws(ProbeFailure) {
        try mapping.allow(only: ["method", "path", "accepts"] + extraKeys)
        self.method = try mapping.string("method")
        guard ["GET", "POST", "PUT"].contains(self.method) else {
            throw mapping.wrongType("method", try mapping.require("method"), "GET, POST or PUT")
        }
        self.path = try mapping.string("path")
        guard self.path.hasPrefix("/") else {
            throw mapping.wrongType("path", try mapping.require("path"), "a path that begins with `/`")
        }
        guard !needsScanID || self.path.contains("{scan_id}") else {
            throw mapping.wrongType("path", try mapping.require("path"), "a path with `{scan_id}` in it")
        }
        self.accepts = mapping.node("accepts") == nil ? [200] : Set(try mapping.ints("accepts", in: 100...599))
    }
}

extension Profile.Login {
    fileprivate init(_ mapping: ConfigurationMapping) throws(ProbeFailure) {
        self.endpoint = try Profile.Endpoint(
            mapping,
            needsScanID: false,
            extraKeys: ["body", "token", "user_id"]
        )
        var members: [String: JSONValue] = [:]
        let body = try mapping.child("body")
        for key in body.keys { members[key] = .string(try body.string(key)) }
        self.body = .object(members)
        self.token = try mapping.paths("token")
        self.userID = mapping.node("user_id") == nil ? [] : try mapping.paths("user_id")
    }
}

extension Profile.Paths {
    fileprivate init(_ mapping: ConfigurationMapping) throws(ProbeFailure) {
        try mapping.allow(only: [
            "scan_id", "user_id", "state", "completed", "total_steps", "found", "percentage", "total",
            "opportunities", "poll_url", "results_url", "message",
        ])
        func optional(_ key: String) throws(ProbeFailure) -> [JSONPath] {
            mapping.node(key) == nil ? [] : try mapping.paths(key)
        }
        self.scanID = try mapping.paths("scan_id")
        self.userID = try optional("user_id")
        self.state = try mapping.paths("state")
        self.completed = try optional("completed")
        self.totalSteps = try optional("total_steps")
        self.found = try optional("found")
        self.percentage = try optional("percentage")
        self.total = try optional("total")
        self.opportunities = try optional("opportunities")
        self.pollURL = try optional("poll_url")
        self.resultsURL = try optional("results_url")
        self.message = try optional("message")
    }
}

extension ConfigurationMapping {
    fileprivate func paths(_ key: String) throws(ProbeFailure) -> [JSONPath] {
        try self.strings(key).map { JSONPath($0) }
    }
}
