//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

/// The templates of a profile's texts, filled with the values of its parameters.
struct ProfileTemplates {
    /// The parameters, in the order of the file.
    let parameters: [Profile.Parameter]

    /// Reads the parameters.
    ///
    /// - Parameters:
    ///   - top: The profile.
    ///   - given: Values that override the defaults.
    /// - Throws: ``ProbeFailure`` with file, line and key.
    init(_ top: ConfigurationMapping, given: [String: String]) throws(ProbeFailure) {
        let mapping = top.node("parameters") == nil ? nil : try top.child("parameters")
        var parameters: [Profile.Parameter] = []
        for name in mapping?.keys ?? [] {
            guard let mapping = try mapping?.child(name) else { continue }
            try mapping.allow(only: ["summary", "default"])
            parameters.append(
                Profile.Parameter(
                    name: name,
                    summary: try mapping.string("summary"),
                    value: given[name] != nil ? given[name] : try mapping.optionalString("default")
                )
            )
        }
        let names = parameters.map(\.name)
        for name in given.keys.sorted() where !names.contains(name) {
            let clause =
                names.isEmpty
                ? "it has none" : "it has \(names.joined(separator: ", "))\(Suggestion.clause(for: name, among: names))"
            throw ProbeFailure(top.file.code, "the profile \(top.file.name) has no parameter `\(name)`: \(clause)")
        }
        self.parameters = parameters
    }

    /// Returns the text with the values of the parameters; a parameter without a value is left unchanged.
    func fill(_ text: String) -> String {
        parameters.reduce(text) { text, parameter in
            parameter.value.map { text.replacing("{\(parameter.name)}", with: $0) } ?? text
        }
    }

    /// The names of parameters without a value, which are not filled in yet.
    var unset: [String] { parameters.filter { $0.value == nil }.map(\.name) }

    /// Reads a text with placeholders.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - mapping: The mapping that has the key.
    ///   - names: The names that may stand in braces, besides parameters.
    /// - Returns: The text, filled with parameters.
    /// - Throws: ``ProbeFailure`` with file, line and key.
    func text(_ key: String, in mapping: ConfigurationMapping, names: [String]) throws(ProbeFailure) -> String {
        let text = try mapping.inJobTerms(fill(try mapping.string(key)), at: key)
        for name in CallText.names(in: text) where !names.contains(name) && !unset.contains(name) {
            throw mapping.file.failure(
                line: mapping.line(of: key),
                "unknown placeholder `{\(name)}` in `\(mapping.name(of: key))`"
                    + Suggestion.clause(for: name, among: parameters.map(\.name) + names)
            )
        }
        return text
    }

    /// Reads a path.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - mapping: The mapping that has the key.
    ///   - names: The names that may stand in braces, besides parameters.
    ///   - isOptional: True if the key may be absent, which gives an empty path.
    /// - Returns: The path, filled.
    /// - Throws: ``ProbeFailure`` with file, line and key.
    func path(
        _ key: String,
        in mapping: ConfigurationMapping,
        names: [String] = [],
        isOptional: Bool = false
    ) throws(ProbeFailure) -> String {
        if isOptional, mapping.node(key) == nil { return "" }
        let node = try mapping.require(key)
        let path = try text(key, in: mapping, names: names)
        guard path.hasPrefix("/") || path == "{+job_id}" && names.contains("job_id") else {
            throw mapping.wrongType(key, node, "a path that begins with `/`")
        }
        let rest = CallText.withoutPlaceholders(path)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"#<>\\^`{|}".utf8.contains($0) }) else {
            throw mapping.wrongType(key, node, "a path as it stands in an address, not `\(path)`")
        }
        return path
    }

    /// Reads the bodies of initiations.
    func bodies(in top: ConfigurationMapping) throws(ProbeFailure) -> [String] {
        guard let node = top.node("bodies") else { return [] }
        let bodies = try top.strings("bodies").map(fill)
        for body in bodies where !unset.contains(where: { body.contains("{\($0)}") }) {
            guard Self.isJSON(body) else {
                throw top.wrongType("bodies", node, "a list of JSON texts, not `\(body)`")
            }
        }
        return bodies
    }

    /// Returns true if a text is JSON, whatever its placeholders stand for.
    static func isJSON(_ text: String) -> Bool {
        let filled = try? CallText.fill(
            text,
            in: .json,
            known: { _ in false },
            value: { FreshValues.names.contains($0) ? "1" : nil }
        )
        if let filled, JSONValue(parsing: filled) != nil { return true }
        let all = try? CallText.fill(text, in: .json) { _ in "1" }
        return all.flatMap(JSONValue.init(parsing:)) != nil
    }
}
