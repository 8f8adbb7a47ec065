//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

extension ConfigurationMapping {
    /// Returns the places of a key: one, or a list of alternatives.
    func places(_ key: String) throws(ProbeFailure) -> [Place] {
        let node = try require(key)
        let nodes = node.sequence.map(Array.init) ?? [node]
        guard !nodes.isEmpty else { throw wrongPlace(key, node) }
        var places: [Place] = []
        for node in nodes { places.append(try place(key, node)) }
        return places
    }

    /// Returns the places of a key, none when it is absent.
    func optionalPlaces(_ key: String) throws(ProbeFailure) -> [Place] { has(key) ? try places(key) : [] }

    func place(_ key: String, _ node: Node) throws(ProbeFailure) -> Place {
        if let text = node.nonEmptyText {
            let path = try inJobTerms(text, at: key)
            guard JSONPath.isPath(path) else { throw wrongPlace(key, node) }
            return Place(.json(JSONPath(path)))
        }
        guard let mapping = node.mapping else { throw wrongPlace(key, node) }
        let inner = ConfigurationMapping(file: file, path: name(of: key), mapping: mapping, line: node.line)
        return try Place(inner)
    }

    private func wrongPlace(_ key: String, _ node: Node) -> ProbeFailure {
        wrongType(
            key,
            node,
            "a list of texts, paths such as `$.job.id`, or places such as `{header: Location, match: \"*/jobs/{}\"}`"
        )
    }
}

extension Place {
    /// Reads a place that is written as a mapping.
    init(_ mapping: ConfigurationMapping) throws(ProbeFailure) {
        try mapping.allow(only: ["json", "header", "cookie", "text", "match"])
        let sources = ["json", "header", "cookie", "text"].filter(mapping.has)
        guard sources.count == 1, let key = sources.first else {
            throw mapping.file.failure(
                line: mapping.line,
                "`\(mapping.path)` needs exactly one of `json`, `header`, `cookie` and `text`"
            )
        }
        let text = try mapping.string(key)
        var kind = TextPattern.Kind.field
        var patternKey = "match"
        switch key {
        case "json":
            guard JSONPath.isPath(text) else {
                throw mapping.wrongType(key, try mapping.require(key), "a path such as `$.job.id`")
            }
            source = .json(JSONPath(try mapping.inJobTerms(text, at: key)))
        case "header": source = .header(text.lowercased())
        case "cookie": source = .cookie(text)
        default:
            source = .body
            (kind, patternKey) = (.body, "text")
        }
        if mapping.has("match"), key == "cookie" || key == "text" {
            throw mapping.file.failure(
                line: mapping.line(of: "match"),
                "`\(mapping.name(of: "match"))` has no effect beside `\(key)`"
            )
        }
        guard mapping.has(patternKey) else {
            pattern = nil
            return
        }
        guard let pattern = TextPattern(try mapping.string(patternKey), of: kind) else {
            throw mapping.wrongType(
                patternKey,
                try mapping.require(patternKey),
                "a pattern with one `{}` for the value, such as `*/jobs/{}` or `<id>{}</id>`"
            )
        }
        self.pattern = pattern
    }
}
