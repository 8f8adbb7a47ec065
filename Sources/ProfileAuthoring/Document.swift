//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitYAML
public import Probe
import ProbeHistory

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
