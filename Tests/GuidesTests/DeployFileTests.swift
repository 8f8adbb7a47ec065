//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitYAML
import TestSupport
import Testing

/// The unit and the manifest by which a watch is deployed.
@Suite(.timeLimit(.minutes(2))) struct `The files that a watch is deployed by` {
    private static func text(_ name: String) throws -> String {
        try String(contentsOf: Guide.root.appending(path: "Scripts/deploy/\(name)"), encoding: .utf8)
    }

    private static var manifests: [Node] {
        get throws {
            try text("scan-watch.yaml").components(separatedBy: "\n---\n").map {
                try #require(try StrictYAML.root(of: $0))
            }
        }
    }

    private static var container: Node {
        get throws {
            let spec = try #require(try manifests.first?["spec"]?["template"]?["spec"])
            return try #require(spec["containers"]?.sequence.flatMap { Array($0).first })
        }
    }

    @Test func `start watches with options that there are`() async throws {
        let help = try await Executables.run("scan-probe", ["help", "watch"]).output
        let start = SystemdUnit(named: "scan-watch.service")["ExecStart"]
        let arguments = try #require(try Self.container["args"]?.sequence).compactMap(\.string)
        for words in [start.split(separator: " ").dropFirst().map(String.init), arguments] {
            #expect(words.first == "watch")
            let options = words.filter { $0.hasPrefix("--") }
            #expect(options.count == 3)
            for option in options { #expect(help.contains("\(option) <"), "\(option)") }
        }
    }

    @Test func `keep secrets out of arguments, and look at pages that are there`() throws {
        let names = try #require(try Self.container["env"]?.sequence).compactMap { $0["name"]?.string }
        #expect(names == ["SCAN_PROBE_EMAIL", "SCAN_PROBE_WEBHOOK"])
        #expect(try Self.container["livenessProbe"]?["httpGet"]?["path"]?.string == "/healthz")
        #expect(try Self.manifests.map { $0["kind"]?.string } == ["StatefulSet", "Service"])
        #expect(try Self.manifests.first?["spec"]?["replicas"]?.string == "1")
    }

    @Test func `are a unit that systemd takes`() async throws {
        #expect(try await SystemdUnit(named: "scan-watch.service").verify() == "")
    }
}
