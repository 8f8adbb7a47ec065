//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import KitYAML
import ProbeHistory

extension JSONValue {
    /// The JSON that a piece of YAML stands for; what is quoted is a text.
    package init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping { members[key.string ?? ""] = JSONValue(value) }
            self = .object(members)
        case .sequence(let sequence): self = .array(sequence.map { JSONValue($0) })
        case .scalar(let scalar):
            let isPlain = scalar.isPlain
            switch scalar.string {
            case "null", "~", "": self = isPlain ? .null : .string(scalar.string)
            case "true", "false": self = isPlain ? .bool(scalar.string == "true") : .string(scalar.string)
            default:
                let number = isPlain ? JSONValue(parsing: scalar.string)?.double : nil
                self = number?.isFinite == true ? .number(scalar.string) : .string(scalar.string)
            }
        }
    }
}
