//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Profile.Endpoint {
    /// Reads an endpoint.
    ///
    /// - Parameters:
    ///   - mapping: The endpoint's keys.
    ///   - templates: The values of the texts' placeholders.
    ///   - isOfJob: True if the endpoint is about one job, so that its path needs the id.
    ///   - extraKeys: Keys that are read elsewhere.
    /// - Throws: ``ProbeFailure`` with file, line and key.
    init(
        _ mapping: ConfigurationMapping,
        _ templates: ProfileTemplates,
        isOfJob: Bool,
        extraKeys: [String] = []
    ) throws(ProbeFailure) {
        try mapping.allow(only: ["method", "path", "accepts", "headers"] + extraKeys)
        method = try mapping.string("method")
        guard ["GET", "POST", "PUT"].contains(method) else {
            throw mapping.wrongType("method", try mapping.require("method"), "GET, POST or PUT")
        }
        path = try templates.path("path", in: mapping, ofJob: isOfJob)
        accepts = mapping.node("accepts") == nil ? [200] : Set(try mapping.ints("accepts", in: 100...599))
        headers = mapping.node("headers") == nil ? [:] : try Self.headers(mapping.child("headers"), templates)
    }

    /// The headers of the connection and the token, which a profile cannot set.
    private static let reservedHeaders = ["authorization", "connection", "content-length", "host", "transfer-encoding"]

    private static func headers(
        _ mapping: ConfigurationMapping,
        _ templates: ProfileTemplates
    ) throws(ProbeFailure) -> [String: String] {
        var headers: [String: String] = [:]
        for name in mapping.keys {
            let value = templates.fill(try mapping.string(name))
            // RFC 9110 §5.1: a name is a token; RFC 9110 §5.5: a value is visible text.
            let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"()<>@,;:\"/[]?={}"#.utf8.contains($0) }
            guard isName, value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) else {
                throw mapping.wrongType(name, try mapping.require(name), "a header field in plain ASCII")
            }
            guard !reservedHeaders.contains(name.lowercased()) else {
                throw mapping.file.failure(
                    line: mapping.line(of: name),
                    "`\(mapping.name(of: name))` is set by the prober; `token_header` says how a token is sent"
                )
            }
            headers[name] = value
        }
        return headers
    }
}

extension Profile.Login {
    init(_ mapping: ConfigurationMapping, _ templates: ProfileTemplates) throws(ProbeFailure) {
        endpoint = try Profile.Endpoint(
            mapping,
            templates,
            isOfJob: false,
            extraKeys: ["body", "token", "user_id"]
        )
        var members: [String: JSONValue] = [:]
        let body = try mapping.child("body")
        for key in body.keys { members[key] = .string(try body.string(key)) }
        self.body = .object(members)
        token = try mapping.paths("token")
        userID = mapping.node("user_id") == nil ? [] : try mapping.paths("user_id")
    }
}

extension Profile.Paths {
    init(_ mapping: ConfigurationMapping) throws(ProbeFailure) {
        try mapping.allow(only: [
            "job_id", "scan_id", "user_id", "state", "completed", "total_steps", "found", "percentage", "total",
            "opportunities", "result", "poll_url", "results_url", "message",
        ])
        func optional(_ key: String) throws(ProbeFailure) -> [JSONPath] {
            mapping.node(key) == nil ? [] : try mapping.paths(key)
        }
        jobID = try optional(try mapping.name("job_id", or: "scan_id"))
        userID = try optional("user_id")
        state = try optional("state")
        completed = try optional("completed")
        totalSteps = try optional("total_steps")
        found = try optional("found")
        percentage = try optional("percentage")
        total = try optional("total")
        opportunities = try optional("opportunities")
        result = try optional("result")
        pollURL = try optional("poll_url")
        resultsURL = try optional("results_url")
        message = try optional("message")
    }
}

extension ConfigurationMapping {
    /// Returns a list of JSON paths.
    func paths(_ key: String) throws(ProbeFailure) -> [JSONPath] {
        try strings(key).map { JSONPath($0) }
    }

    /// Returns a list of HTTP statuses; none when the key is absent.
    func statuses(_ key: String, in bounds: ClosedRange<Int> = 100...599) throws(ProbeFailure) -> Set<Int> {
        self.node(key) == nil ? [] : Set(try self.ints(key, in: bounds))
    }
}
