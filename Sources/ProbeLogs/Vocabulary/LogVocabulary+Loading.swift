//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import KitYAML
public import Probe

extension LogVocabulary {
    /// The built-in vocabulary, that of the contract and of Redis.
    ///
    /// - Throws: ``ProbeFailure``, never for the text that is built in; a test reads it.
    public static func builtIn() throws(ProbeFailure) -> LogVocabulary {
        let text = String(decoding: PackageResources.opportunity_scan_yaml, as: UTF8.self)
        return try Self(yaml: text, fileName: "opportunity-scan.yaml", base: nil)
    }

    /// The text of the built-in vocabulary, as an example for one's own.
    public static var builtInText: String {
        String(decoding: PackageResources.opportunity_scan_yaml, as: UTF8.self)
    }

    /// Loads a vocabulary from its file; its patterns come before those built in, and replace those with the same id.
    ///
    /// - Parameter path: The path of a YAML file.
    /// - Returns: The vocabulary.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func load(_ path: String) throws(ProbeFailure) -> LogVocabulary {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ProbeFailure(.badProfile, "the patterns \(path) cannot be read: is the path right?")
        }
        return try Self(yaml: String(decoding: data, as: UTF8.self), fileName: path, base: builtIn())
    }

    /// Reads a vocabulary from YAML.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    ///   - base: The vocabulary that it adds to.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public init(yaml text: String, fileName: String, base: LogVocabulary?) throws(ProbeFailure) {
        let top = try ConfigurationFile(name: fileName, code: .badProfile).parse(text)
        try top.allow(only: ["name", "job_id_prefixes", "lifetimes", "fields", "patterns"])
        name = try top.string("name")
        jobIDPrefixes = top.has("job_id_prefixes") ? try top.strings("job_id_prefixes") : base?.jobIDPrefixes ?? []
        finalLifetime = base?.finalLifetime ?? 300
        runningLifetime = base?.runningLifetime ?? 900
        if top.has("lifetimes") {
            let lifetimes = try top.child("lifetimes")
            try lifetimes.allow(only: ["final", "running"])
            finalLifetime = try lifetimes.optionalSeconds("final", in: 0.001...1e9) ?? finalLifetime
            runningLifetime = try lifetimes.optionalSeconds("running", in: 0.001...1e9) ?? runningLifetime
        }
        fields = try Self.fields(of: top)
        patterns = top.has("patterns") ? try Self.patterns(of: top) : []
        let own = Set(patterns.map(\.id))
        patterns += (base?.patterns ?? []).filter { !own.contains($0.id) }
        let texts = Set(patterns.flatMap { $0.any + $0.near + $0.all + $0.unless })
        guard texts.count <= TextAutomaton.most else {
            throw top.file.failure(
                line: top.line,
                "there are \(texts.count) texts; at most \(TextAutomaton.most) are searched for"
            )
        }
    }

    private static let fieldNames: [String: FieldRole] = [
        "time": .time, "level": .level, "message": .message, "worker": .worker, "request": .request, "trace": .trace,
        "job": .job, "status": .status, "duration": .duration, "path": .path, "method": .method,
    ]

    private static func fields(of top: ConfigurationMapping) throws(ProbeFailure) -> [FieldRole: [String]] {
        guard top.has("fields") else { return [:] }
        let fields = try top.child("fields")
        try fields.allow(only: fieldNames.keys.sorted())
        var roles: [FieldRole: [String]] = [:]
        for key in fields.keys {
            guard let role = fieldNames[key] else { continue }
            roles[role] = try fields.strings(key)
        }
        return roles
    }

    private static func patterns(of top: ConfigurationMapping) throws(ProbeFailure) -> [LogPattern] {
        let node = try top.require("patterns")
        guard let sequence = node.sequence else { throw top.wrongType("patterns", node, "a list of patterns") }
        var patterns: [LogPattern] = []
        for element in sequence {
            guard let mapping = element.mapping else { throw top.wrongType("patterns", element, "a list of mappings") }
            let entry = ConfigurationMapping(
                file: top.file,
                path: "patterns",
                mapping: mapping,
                line: element.line
            )
            let pattern = try pattern(entry)
            guard !patterns.contains(where: { $0.id == pattern.id }) else {
                throw top.file.failure(line: entry.line, "the pattern `\(pattern.id)` stands there twice")
            }
            patterns.append(pattern)
        }
        return patterns
    }

    private static func pattern(_ entry: ConfigurationMapping) throws(ProbeFailure) -> LogPattern {
        try entry.allow(only: ["id", "title", "kind", "any", "near", "all", "unless", "wrong", "rank", "cause"])
        var kind: LogPattern.Kind?
        if let word = try entry.optionalString("kind") {
            let words = LogPattern.Kind.allCases.map(\.rawValue)
            guard let known = LogPattern.Kind(rawValue: word) else {
                throw entry.file.failure(
                    line: entry.line(of: "kind"),
                    "`\(word)` is no kind of pattern; there are \(words.joined(separator: ", "))"
                )
            }
            kind = known
        }
        return LogPattern(
            id: try entry.string("id"),
            title: try entry.string("title"),
            kind: kind,
            any: try entry.strings("any"),
            near: entry.has("near") ? try entry.strings("near") : [],
            all: entry.has("all") ? try entry.strings("all") : [],
            unless: entry.has("unless") ? try entry.strings("unless") : [],
            isWrong: entry.has("wrong") ? try entry.bool("wrong") : true,
            rank: try entry.optionalInt("rank", in: 0...99) ?? 50,
            cause: try entry.string("cause")
        )
    }
}
