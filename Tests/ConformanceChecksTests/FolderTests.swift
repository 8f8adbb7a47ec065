//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import ConformanceChecks
import Foundation
import Testing

/// The folders of the checks' target, by the types that they declare and name.
@Suite struct FolderTests {
    private static let groups = RequirementGroup.allCases.map(\.rawValue.capitalized)

    /// The folders that each folder names a type of, with the types.
    private static func graph() throws -> [String: [String: Set<String>]] {
        var sources: [(folder: String, text: String)] = []
        for folder in ["Kernel", "Registry"] + groups {
            let checks = groups.contains(folder) ? "/Checks" : ""
            for file in try Repository.swiftFiles(in: "Conformance/\(folder)\(checks)") {
                sources.append((folder, try Repository.text(file).withoutCommentsAndStrings))
            }
        }
        var declaring: [String: Set<String>] = [:]
        for (folder, text) in sources {
            let pattern = /^(?:package |public |final )*(?:struct|enum|class|protocol|actor|typealias) (\w+)/
            for type in text.matches(of: pattern.anchorsMatchLineEndings()) {
                declaring[String(type.1), default: []].insert(folder)
            }
        }
        var graph: [String: [String: Set<String>]] = [:]
        for (folder, text) in sources {
            for name in Set(text.matches(of: /\b[A-Z]\w+/).map { String($0.0) }) {
                for other in declaring[name, default: []] where other != folder {
                    graph[folder, default: [:]][other, default: []].insert(name)
                }
            }
        }
        return graph
    }

    @Test func `the kernel names no group and no registry`() throws {
        let graph = try Self.graph()
        #expect(graph["Kernel"] == nil, "\(graph["Kernel", default: [:]])")
    }

    @Test func `the registry names every group, and the groups name the kernel`() throws {
        // The tests around it could not fail if types were not found.
        let graph = try Self.graph()
        #expect(Set(graph["Registry", default: [:]].keys) == Set(Self.groups + ["Kernel"]))
        for group in Self.groups { #expect(graph[group]?["Kernel"] != nil, "\(group)") }
    }

    @Test func `no folder leads back to itself`() throws {
        var open = try Self.graph().mapValues { Set($0.keys) }
        // Folders that lead nowhere are taken away until none is left, or only circles.
        while let leaf = open.first(where: { $0.value.isDisjoint(with: open.keys) })?.key { open[leaf] = nil }
        #expect(open.isEmpty, "\(open)")
    }
}

extension String {
    fileprivate var withoutCommentsAndStrings: String {
        replacing(/\/\/[^\n]*/, with: "").replacing(/"(?:[^"\\\n]|\\.)*"/, with: "\"\"")
    }
}
