//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A plan, as printed by the prober's program, with changed settings.
struct PlanText {
    private(set) var yaml: String

    /// Returns the acceptance plan for scans of seconds instead of minutes, on a machine busy with other tests.
    static func acceptance() async throws -> PlanText {
        var plan = PlanText(yaml: try await Executables.run("scan-probe", ["plans", "acceptance"]).output)
        try plan.set("jobs.poll_interval", to: 0.1)
        try plan.set("latency.status_p99", to: 2)
        try plan.set("latency.results_p99", to: 2.5)
        return plan
    }

    /// Changes a setting such as `jobs.count`; the setting must exist in the plan.
    mutating func set(_ path: String, to value: Double) throws {
        let names = path.split(separator: ".")
        var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let section = try #require(lines.firstIndex { $0 == "\(names[0]):" }, "the plan has no section \(names[0])")
        let rest = lines[(section + 1)...].prefix { $0.hasPrefix(" ") || $0.hasPrefix("#") }
        let line = try #require(rest.firstIndex { $0.hasPrefix("  \(names[1]):") }, "the plan has no \(path)")
        lines[line] = "  \(names[1]): \(value == value.rounded() ? String(Int(value)) : String(value))"
        yaml = lines.joined(separator: "\n")
    }

    /// Removes the scans with a symbol in their filters.
    mutating func leaveOut(symbol: String) throws {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.contains(#""\#(symbol)""#) }
        try #require(kept.count < lines.count, "the plan has no scan of \(symbol)")
        yaml = kept.joined(separator: "\n")
    }

    /// Writes the plan to a folder.
    func write(in folder: URL) throws -> String {
        let file = folder.appendingPathComponent("plan.yaml")
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
