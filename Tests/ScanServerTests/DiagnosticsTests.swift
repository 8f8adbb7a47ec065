//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// Source: `Conformance/Contract/api.md#diagnostics`.
@Suite(.timeLimit(.minutes(10))) struct `The diagnostics` {
    private static let base = "/api/v1/scan-diagnostics"

    @Test func `tell operators what became of a scan, and nobody else`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let user = try await APIClient.logIn(at: deployment)
            let admin = try await APIClient.logIn("admin", at: deployment)
            let scan = try #require(try await user.discover().scanID)
            let isComplete = try await eventually { try await user.status(scan).state == "complete" }
            #expect(isComplete)
            for call in ["scan-metrics", "scan-history/demo", "scan-lifecycle/\(scan)", "scan-debug/\(scan)"] {
                #expect(try await APIClient(url: deployment.url).send(.GET, "\(Self.base)/\(call)").status == 401)
                #expect(try await user.send(.GET, "\(Self.base)/\(call)").status == 403)
            }
            let metrics = try await admin.send(.GET, "\(Self.base)/scan-metrics").json
            #expect((metrics["latest_scan"] as? [String: Any])?["scan_id"] as? String == scan)
            let history = try await admin.send(.GET, "\(Self.base)/scan-history/demo?limit=1").json
            #expect(history["total_scans"] as? Int == 1)
            let lifecycle = try await admin.send(.GET, "\(Self.base)/scan-lifecycle/\(scan)").json
            #expect(lifecycle["status"] as? String == "complete")
            #expect(lifecycle["is_stuck"] as? Bool == false)
            #expect((lifecycle["phases"] as? [Any])?.count == 3)
            let debug = try await admin.send(.GET, "\(Self.base)/scan-debug/\(scan)").json
            let methods = try #require(debug["methods"] as? [[String: Any]])
            #expect(methods.compactMap { $0["found"] as? Bool } == [true, true, true, true])
            let counters = String(decoding: try await admin.send(.GET, "/metrics").body, as: UTF8.self)
            #expect(counters.contains("scan_lookups_total{worker=\"1\",method=\"memory\"}"), "\(counters)")

            #expect(try await admin.send(.GET, "\(Self.base)/scan-history/demo?limit=51").status == 422)
            #expect(try await admin.send(.GET, "\(Self.base)/scan-lifecycle/nothing").status == 404)
            #expect(try await user.send(.DELETE, "\(Self.base)/clear-scan-cache/demo").status == 403)
            let cleared = try await admin.send(.DELETE, "\(Self.base)/clear-scan-cache/demo").json
            #expect(cleared["entries_deleted"] as? Int == 1)
            #expect(try await user.status(scan).status == 404)
        }
    }
}
