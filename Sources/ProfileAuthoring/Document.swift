//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitYAML
public import Probe
import ProbeHistory
import Yams

/// A document that describes or records an API, as JSON or YAML.
public struct Document: Sendable {
    let name: String
    let value: JSONValue

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - text: The document.
    ///   - name: The name of its file, for messages.
    /// - Throws: ``ProbeFailure`` when it is neither JSON nor YAML.
    public init(_ text: String, name: String) throws(ProbeFailure) {
        self.name = name
        if let value = JSONValue(parsing: text) {
            self.value = value
            return
        }
        do {
            guard let root = try StrictYAML.root(of: text) else { throw ProbeFailure(.badProfile, "\(name) is empty") }
            value = JSONValue(root)
        } catch let problem as StrictYAML.Problem {
            throw ProbeFailure(.badProfile, "\(name):\(problem.line): this is neither JSON nor YAML")
        } catch {
            throw ProbeFailure(.badProfile, "\(name) is neither JSON nor YAML")
        }
    }

    /// True for a recording of a browser's tools.
    public var isRecording: Bool { value["log"]?["entries"]?.array != nil }

    /// True for an OpenAPI description.
    public var isDescription: Bool { value["openapi"] != nil || value["swagger"] != nil }
}

extension JSONValue {
    /// The value of a YAML node; what is no number and no boolean is a text.
    fileprivate init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping { members[key.scalar?.string ?? ""] = JSONValue(value) }
            self = .object(members)
        case .sequence(let sequence): self = .array(sequence.map { JSONValue($0) })
        case .alias: self = .null
        case .scalar(let scalar):
            let text = scalar.string
            if scalar.style != .plain {
                self = .string(text)
            } else if ["true", "false"].contains(text) {
                self = .bool(text == "true")
            } else if ["null", "~", ""].contains(text) {
                self = .null
            } else {
                self = Double(text).map { _ in .number(text) } ?? .string(text)
            }
        }
    }
}
