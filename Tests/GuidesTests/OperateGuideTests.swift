//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import ScanServer

/// The guide for operators, the rules and the dashboard, against the server.
@Suite struct `The guide to operation` {
    private static let metrics = Set(MetricDefinition.all.map(\.name))

    private static func file(_ name: String) throws -> String {
        try String(contentsOf: Guide.root.appending(path: "Scripts/monitoring/\(name)"), encoding: .utf8)
    }

    /// The first column of all tables.
    private static var rows: [String] {
        Guide.named("operate").text.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .flatMap { $0.split(separator: "|").first?.split(separator: "`") ?? [] }.map(String.init)
    }

    /// The names that a rule gives, after a word such as `alert:`.
    private static func names(_ word: String) throws -> [String] {
        try file("rules.yaml").split(separator: "\n").compactMap { line in
            line.contains("- \(word): ") ? line.split(separator: " ").last.map(String.init) : nil
        }
    }

    /// The metrics and recorded rates of the server that a text names, without those of a watch.
    private static func queried(in text: String) -> Set<String> {
        let name = /\b(?:scan(?!_watch)|http|redis)_[a-z_]+|\bscan:[a-z0-9_:]+/
        let names = text.matches(of: name).map { String($0.output) }
        return Set(
            names.map { name in
                for suffix in ["_bucket", "_count", "_sum"] where !metrics.contains(name) && name.hasSuffix(suffix) {
                    return String(name.dropLast(suffix.count))
                }
                return name
            }
        )
    }

    @Test func `names every metric of the server, and no other`() {
        let named = Self.rows.filter { $0.contains("_") && !$0.contains(".") }
        #expect(named.sorted() == Self.metrics.sorted())
    }

    @Test func `says what to do on every alert, in the order of the rules`() throws {
        let alerts = try Self.names("alert")
        #expect(alerts.count > 10)
        #expect(Self.rows.filter { $0.hasPrefix("Scan") } == alerts)
        let tests = try Self.file("rules.test.yaml")
        for alert in alerts {
            // Once where it is raised, and where it is not.
            #expect(tests.contains("alertname: \(alert)\n        exp_alerts: []"), "\(alert)")
            #expect(tests.contains("alertname: \(alert)\n        exp_alerts:\n          - exp_labels"), "\(alert)")
        }
    }

    @Test(arguments: ["rules.yaml", "rules.test.yaml", "dashboard.json"])
    func `goes with files that name only what there is`(name: String) throws {
        let known = Self.metrics.union(try Self.names("record"))
        let queried = Self.queried(in: try Self.file(name))
        #expect(queried.count > 10)
        #expect(queried.subtracting(known).sorted() == [])
    }

    @Test func `goes with a dashboard whose panels all ask something`() throws {
        let object = try JSONSerialization.jsonObject(with: Data(try Self.file("dashboard.json").utf8))
        let panels = try #require((object as? [String: Any])?["panels"] as? [[String: Any]])
        var ids: Set<Int> = []
        for panel in panels {
            let title = try #require(panel["title"] as? String)
            #expect(ids.insert(try #require(panel["id"] as? Int)).inserted, "\(title)")
            guard panel["type"] as? String != "row" else { continue }
            let targets = try #require(panel["targets"] as? [[String: Any]])
            #expect(!targets.isEmpty, "\(title)")
            for target in targets {
                let query = try #require(target["expr"] as? String)
                #expect(!Self.queried(in: query).isEmpty, "\(title): \(query)")
            }
        }
        // Every metric can be seen, by itself or in what is recorded of it.
        let seen = Self.queried(in: try Self.file("dashboard.json") + Self.file("rules.yaml"))
        #expect(Self.metrics.subtracting(seen).sorted() == [])
    }
}
