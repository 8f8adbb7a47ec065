//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
public import Probe
import ProbeHistory

/// An OpenAPI description, such as FastAPI makes one, in which the calls of a job are looked for.
///
/// It seldom says what the answers have, so that a job is begun all the same; it says which call begins one, with which
/// body, and where the status is.
public struct OpenAPIDescription: Sendable {
    private let document: Document

    /// Creates a description from a document.
    public init(_ document: Document) { self.document = document }

    /// The absolute address of the first server, if it names one.
    public var server: String? {
        document.value["servers"]?.array?.first?["url"]?.string.flatMap { $0.hasPrefix("http") ? $0 : nil }
    }

    /// Finds the call that begins a job: one that is not a GET, beside a GET with the id in its path.
    ///
    /// - Parameters:
    ///   - start: The call, where there are several; found by the paths otherwise.
    ///   - body: The body; made from the description otherwise.
    /// - Returns: The call with its body, and the path of the status.
    /// - Throws: ``ProbeFailure`` that lists the calls when none, or more than one, may begin a job.
    public func beginning(start: Beginning.Call? = nil, body: String? = nil) throws(ProbeFailure) -> Beginning {
        let pairs = self.pairs.filter { start == nil || $0.start == start }
        guard let best = pairs.first, pairs.count == 1 || start != nil || best.score > pairs[1].score else {
            let calls = pairs.map { "`\($0.start.method) \($0.start.path)`" }
            throw ProbeFailure(
                .badProfile,
                calls.isEmpty
                    ? "\(document.name) has no call beside a GET with an id in its path: give the one that begins a job with --start"
                    : "\(document.name) has several calls that may begin a job, \(calls.joined(separator: ", ")):"
                        + " choose with --start"
            )
        }
        return Beginning(
            calls: [best.start],
            body: body ?? example(of: best.start),
            headers: [],
            status: best.status
        )
    }

    private struct Pair {
        let start: Beginning.Call
        let status: String
        let score: Int
    }

    /// The calls that may begin a job, each with the likeliest status, the likeliest first.
    private var pairs: [Pair] {
        guard let paths = document.value["paths"]?.object else { return [] }
        var pairs: [Pair] = []
        let statuses = paths.keys.filter { $0.contains("{") && paths[$0]?["get"] != nil }
        for path in paths.keys.sorted() where !path.contains("{") {
            for method in ["post", "put"] where paths[path]?[method] != nil {
                let call = Beginning.Call(method: method.uppercased(), path: path)
                let candidates = statuses.map { status in
                    (status, Self.score(status, beside: path, accepts(path, method)))
                }
                guard let best = candidates.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }), best.1 > 0 else { continue }
                let template = best.0.replacing(/\{[^}]*\}/, with: "{job_id}")
                pairs.append(Pair(start: call, status: template, score: best.1))
            }
        }
        return pairs.sorted { ($0.score, $1.start.path) > ($1.score, $0.start.path) }
    }

    /// True if the call's answer says that it is accepted and not yet done.
    private func accepts(_ path: String, _ method: String) -> Bool {
        document.value["paths"]?[path]?[method]?["responses"]?["202"] != nil
    }

    private static func score(_ status: String, beside start: String, _ isAccepted: Bool) -> Int {
        let parameters = status.matches(of: /\{([^}]*)\}/).map { String($0.output.1) }
        guard parameters.count == 1 else { return 0 }
        let words = Set(Words.split(parameters[0])).union(Words.split(status))
        var score = 0
        if status.hasPrefix(start.hasSuffix("/") ? start : start + "/") { score += 10 }
        if status.split(separator: "/").last?.hasPrefix("{") == true { score += 3 }
        if !words.isDisjoint(with: ["status", "job", "jobs", "task", "tasks", "operation", "run"]) { score += 6 }
        if !words.isDisjoint(with: ["result", "results", "output", "download"]) { score -= 4 }
        return score > 0 && isAccepted ? score + 8 : score
    }

    // MARK: - Bodies

    /// Makes a body for a call from its examples, defaults and types.
    private func example(of call: Beginning.Call) -> String? {
        let operation = document.value["paths"]?[call.path]?[call.method.lowercased()]
        guard let content = operation?["requestBody"]?["content"]?["application/json"] else { return nil }
        if let example = content["example"] ?? content["examples"]?.object?.values.first?["value"] {
            return example.canonicalText
        }
        return content["schema"].map { value(of: $0, depth: 0).canonicalText }
    }

    private func value(of schema: JSONValue, depth: Int) -> JSONValue {
        guard depth < 8 else { return .null }
        if let reference = schema["$ref"]?.string { return value(of: resolve(reference), depth: depth + 1) }
        if let example = schema["example"] ?? schema["examples"]?.array?.first { return example }
        if let value = schema["default"] ?? schema["const"] ?? schema["enum"]?.array?.first { return value }
        for key in ["allOf", "anyOf", "oneOf"] {
            if let first = schema[key]?.array?.first { return self.value(of: first, depth: depth + 1) }
        }
        switch schema["type"]?.string ?? schema["type"]?.array?.first?.string ?? "object" {
        case "string": return .string(schema["format"]?.string == "uri" ? "https://example.com" : "probe")
        case "integer", "number": return schema["minimum"] ?? .number("1")
        case "boolean": return .bool(false)
        case "array": return .array(schema["items"].map { [value(of: $0, depth: depth + 1)] } ?? [])
        case "object":
            let required = schema["required"]?.array?.compactMap(\.string) ?? []
            var members: [String: JSONValue] = [:]
            for name in required {
                members[name] = schema["properties"]?[name].map { value(of: $0, depth: depth + 1) } ?? .null
            }
            return .object(members)
        default: return .null
        }
    }

    private func resolve(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(document.value) { value, name in
            value[String(name).replacing("~1", with: "/").replacing("~0", with: "~")] ?? .null
        }
    }
}
