//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

extension Profile.Endpoint {
    /// The keys of a call.
    static let keys = ["method", "path", "accepts", "headers", "query", "json", "form", "text"]
    /// The keys of a call about a job.
    static let jobKeys = keys + ["url", "statuses", "read", "capture"]

    /// The part of a profile that calls share.
    struct Surroundings {
        let templates: ProfileTemplates
        /// The names that may stand in braces.
        var names: [String] = []
        /// The meanings of HTTP statuses for all calls about a job.
        var meanings: [Int: Profile.Meaning] = [:]
        /// The places of what is read.
        var read: Profile.Paths?
    }

    /// Reads a call.
    ///
    /// - Parameters:
    ///   - mapping: The call's keys.
    ///   - surroundings: The part of the profile that calls share.
    ///   - isOfJob: True if the call is about one job, so that it needs the job's id or address.
    ///   - keys: The keys of such a call.
    ///   - extraKeys: Keys that are read elsewhere.
    /// - Throws: ``ProbeFailure`` with file, line and key.
    init(
        _ mapping: ConfigurationMapping,
        _ surroundings: Surroundings,
        isOfJob: Bool = false,
        keys: [String] = Self.jobKeys,
        extraKeys: [String] = []
    ) throws(ProbeFailure) {
        try mapping.allow(only: keys + extraKeys)
        let templates = surroundings.templates
        let names = surroundings.names + FreshValues.names
        self.init(method: try mapping.string("method"), path: "", accepts: [200])
        guard method.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2D }) else {
            throw mapping.wrongType(
                "method",
                try mapping.require("method"),
                "a method in capitals, such as GET, POST or PUT"
            )
        }
        address = try Self.address(mapping, surroundings)
        path = address == nil ? try templates.path("path", in: mapping, names: names) : ""
        if mapping.node("accepts") != nil { accepts = Set(try mapping.ints("accepts", in: 100...599)) }
        headers = mapping.has("headers") ? try Self.headers(mapping.child("headers"), templates, names) : [:]
        query = mapping.has("query") ? try mapping.fields("query", templates, names) : []
        body = try Self.body(mapping, templates, names)
        meanings = surroundings.meanings
        if mapping.has("statuses") { meanings.merge(try mapping.child("statuses").meanings()) { $1 } }
        if mapping.has("read") {
            read = try Profile.Paths(mapping.child("read"), over: surroundings.read ?? Profile.Paths())
        }
        captures = mapping.has("capture") ? try Self.captures(mapping.child("capture"), surroundings) : []
        try refuseIdleBody(in: mapping)
        if isOfJob, address == nil, !texts.contains(where: { Self.namesJob($0, surroundings.names) }) {
            throw mapping.wrongType(
                "path",
                try mapping.require("path"),
                "a path with `{job_id}` in it, or have it elsewhere in the call"
            )
        }
    }

    /// True if there is something in the call that differs from request to request, such as a key.
    var isMadeAnew: Bool { texts.contains { CallText.names(in: $0).contains(where: FreshValues.names.contains) } }

    /// The texts with placeholders.
    var texts: [String] {
        let bodyTexts: [String] =
            switch body {
            case .json(let text), .text(let text): [text]
            case .form(let fields): fields.map(\.value)
            case nil: []
            }
        return [path] + query.map(\.value) + headers.values.sorted() + bodyTexts
    }

    private static func namesJob(_ text: String, _ names: [String]) -> Bool {
        CallText.names(in: text).contains(where: names.contains)
    }

    private static func address(
        _ mapping: ConfigurationMapping,
        _ surroundings: Surroundings
    ) throws(ProbeFailure) -> String? {
        guard let node = mapping.node("url") else { return nil }
        guard !mapping.has("path") else {
            throw mapping.file.failure(
                line: mapping.line(of: "path"),
                "`\(mapping.name(of: "path"))` has no effect beside `url`: give one of them"
            )
        }
        let text = try surroundings.templates.text("url", in: mapping, names: surroundings.names)
        let names = CallText.names(in: text)
        guard names.count == 1, let name = names.first, text == "{\(name)}" || text == "{+\(name)}" else {
            throw mapping.wrongType("url", node, "one captured value, such as `{status_url}`")
        }
        return name
    }

    /// Rejects a body that a method has no use for: RFC 9110 §9.3.1.
    private func refuseIdleBody(in mapping: ConfigurationMapping) throws(ProbeFailure) {
        guard body != nil, ["GET", "HEAD"].contains(method) else { return }
        let key = ["json", "form", "text"].first(where: mapping.has) ?? "method"
        throw mapping.file.failure(
            line: mapping.line(of: key),
            "`\(mapping.name(of: key))` has no effect: a \(method) has no body"
        )
    }

    private static func body(
        _ mapping: ConfigurationMapping,
        _ templates: ProfileTemplates,
        _ names: [String]
    ) throws(ProbeFailure) -> Profile.Body? {
        let kinds = ["json", "form", "text"].filter(mapping.has)
        guard let key = kinds.first else { return nil }
        guard kinds.count == 1 else {
            throw mapping.file.failure(
                line: mapping.line(of: kinds[1]),
                "`\(mapping.name(of: key))` and `\(mapping.name(of: kinds[1]))` are two bodies: give one of them"
            )
        }
        switch key {
        case "form": return .form(try mapping.fields("form", templates, names))
        case "text": return .text(try mapping.inJobTerms(templates.fill(try mapping.string("text")), at: "text"))
        default:
            let node = try mapping.require("json")
            if let text = node.scalar?.string {
                let filled = try mapping.inJobTerms(templates.fill(text), at: "json")
                guard !templates.unset.isEmpty || ProfileTemplates.isJSON(filled) else {
                    throw mapping.wrongType("json", node, "JSON, as YAML or as a text, not `\(filled)`")
                }
                return .json(filled)
            }
            let value = JSONValue(node)
            return .json(try mapping.inJobTerms(templates.fill(value.canonicalText), at: "json"))
        }
    }

    private static func captures(
        _ mapping: ConfigurationMapping,
        _ surroundings: Surroundings
    ) throws(ProbeFailure) -> [Profile.Capture] {
        var captures: [Profile.Capture] = []
        for key in mapping.keys {
            let name = key == "scan_id" ? "job_id" : key
            let isName = name.utf8.allSatisfy {
                ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x5F || (0x30...0x39).contains($0)
            }
            let taken = FreshValues.names + surroundings.templates.parameters.map(\.name)
            guard isName, !taken.contains(name) else {
                throw mapping.file.failure(
                    line: mapping.line(of: key),
                    "`\(mapping.name(of: key))` needs another name: letters, digits and `_`,"
                        + " not that of a parameter or of \(FreshValues.names.map { "`{\($0)}`" }.joined(separator: ", "))"
                )
            }
            captures.append(Profile.Capture(name: name, places: try mapping.places(key)))
        }
        return captures
    }

    /// The headers of the connection and the token, which a profile cannot set.
    private static let reservedHeaders = ["authorization", "connection", "content-length", "host", "transfer-encoding"]

    private static func headers(
        _ mapping: ConfigurationMapping,
        _ templates: ProfileTemplates,
        _ names: [String]
    ) throws(ProbeFailure) -> [String: String] {
        var headers: [String: String] = [:]
        for name in mapping.keys {
            let value = try templates.text(name, in: mapping, names: names)
            // RFC 9110 §5.1: a name is a token; RFC 9110 §5.5: a value is visible text.
            let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"()<>@,;:\"/[]?={}"#.utf8.contains($0) }
            guard isName, value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }) else {
                throw mapping.wrongType(name, try mapping.require(name), "a header field in plain ASCII")
            }
            guard !reservedHeaders.contains(name.lowercased()) else {
                throw mapping.file.failure(
                    line: mapping.line(of: name),
                    "`\(mapping.name(of: name))` is set by the prober; `credentials` says how a token is sent"
                )
            }
            headers[name] = value
        }
        return headers
    }
}

extension ConfigurationMapping {
    /// Returns names with values, for a query or a form.
    func fields(
        _ key: String,
        _ templates: ProfileTemplates,
        _ names: [String]
    ) throws(ProbeFailure) -> [Profile.Field] {
        let mapping = try child(key)
        var fields: [Profile.Field] = []
        for name in mapping.keys {
            fields.append(Profile.Field(name: name, value: try templates.text(name, in: mapping, names: names)))
        }
        return fields
    }
}
