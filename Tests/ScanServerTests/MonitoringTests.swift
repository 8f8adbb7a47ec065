//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// The rules and the dashboard, with Prometheus itself.
@Suite(
    .enabled(if: Prometheus.isInstalled, "Prometheus is missing: apt-get install prometheus"),
    .serialized,
    .timeLimit(.minutes(10))
)
struct `The monitoring` {
    @Test func `has rules that pass their own tests`() async throws {
        let rules = Prometheus.monitoring.appending(path: "rules.test.yaml").path(percentEncoded: false)
        let output = try await Executables.runInstalled("promtool", package: "prometheus", ["test", "rules", rules])
        #expect(output.status == 0, "\(output.output)\(output.error)")
        let configuration = Prometheus.monitoring.appending(path: "prometheus.yaml").path(percentEncoded: false)
        let checked = try await Executables.runInstalled(
            "promtool",
            package: "prometheus",
            ["check", "config", configuration]
        )
        #expect(checked.status == 0, "\(checked.output)\(checked.error)")
    }

    @Test func `raises the alert of a killed worker, and no other one`() async throws {
        try await withRedisServer { redis in
            let arguments = ["--workers", "3", "--redis", redis.url, "--operator-listen", "127.0.0.1:0"]
            try await withDeployment(arguments: arguments) { deployment in
                try await Prometheus.with(job: "scan-server", scraping: deployment.operatorURL) { prometheus in
                    let user = try await APIClient.logIn(at: deployment)
                    let scan = try #require(try await user.discover().scanID)
                    let isComplete = try await eventually { try await user.status(scan).state == "complete" }
                    #expect(isComplete)
                    #expect(try await user.results(scan).status == 200)
                    // The first look into the store comes after five seconds.
                    let isSeen = try await eventually(within: .seconds(60)) {
                        let jobs = try await prometheus.query("count_over_time(scan_jobs[1m]) > 5")
                        let ends = try await prometheus.query("count_over_time(scan_worker_ends_total[1m]) > 5")
                        return !jobs.isEmpty && ends.count == 3
                    }
                    #expect(isSeen)
                    #expect(try await prometheus.alerts() == [])
                    // What is read before Prometheus has looked for the first time has no rate.
                    var empty: [String] = []
                    let isShown = try await eventually(within: .seconds(60)) {
                        #expect(try await user.status(scan).status == 200)
                        #expect(try await user.results(scan).status == 200)
                        empty = try await emptyPanels(prometheus)
                        return empty.isEmpty
                    }
                    #expect(isShown, "\(empty)")
                    deployment.signal(SIGKILL, to: try #require(deployment.workers.first))
                    let isRaised = try await eventually(within: .seconds(60)) {
                        try await prometheus.alerts().contains { $0.state == "firing" }
                    }
                    #expect(isRaised)
                    let firing = try await prometheus.alerts().filter { $0.state == "firing" }
                    #expect(firing.map(\.name) == ["ScanWorkerDied"])
                    let worker = try #require(firing.first?.labels["worker"])
                    #expect(firing.first?.annotations["summary"]?.hasPrefix("Worker \(worker) of 127.0.0.1:") == true)
                    #expect(firing.first?.annotations["summary"]?.hasSuffix(" ended and was started again.") == true)
                }
            }
        }
    }

    @Test func `raises the alarm of a watch`() async throws {
        try await TemporaryFolder.with { folder in
            let token = folder.appending(path: "token")
            try Data("a-token".utf8).write(to: token)
            // Nobody listens on port 1, so that no probe can be run.
            let arguments = [
                "watch", "http://127.0.0.1:1", "--token-file", token.path, "--every", "1s", "--false-alarm", "10min",
                "--state", folder.appending(path: "state").path, "--listen", "127.0.0.1:0",
            ]
            try await RunningProgram.with(try Executables.url(of: "scan-probe"), arguments) { watch in
                let isServed = try await eventually(within: .seconds(60)) {
                    watch.errors.contains("page at http:") || !watch.isRunning
                }
                #expect(isServed)
                let page = try #require(watch.errors.firstMatch(of: /page at (http:\S+)/), "\(watch.errors)").output.1
                try await Prometheus.with(job: "scan-watch", scraping: "\(page.trimmingCharacters(in: ["/"]))/metrics")
                { prometheus in
                    let isRaised = try await eventually(within: .seconds(60)) {
                        try await prometheus.alerts().contains { $0.state == "firing" }
                    }
                    #expect(isRaised, "\(watch.errors)")
                    let firing = try await prometheus.alerts().filter { $0.state == "firing" }
                    #expect(firing.map(\.name) == ["ScanWatchAlarm"])
                    #expect(firing.first?.labels["rate"] == "reached")
                }
            }
        }
    }

    /// Requires that Prometheus understands what each panel asks, and returns the queries of panels that are empty.
    private func emptyPanels(_ prometheus: Prometheus) async throws -> [String] {
        let file = Prometheus.monitoring.appending(path: "dashboard.json")
        let dashboard = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        var empty: [String] = []
        for panel in dashboard?["panels"] as? [[String: Any]] ?? [] {
            for target in panel["targets"] as? [[String: Any]] ?? [] {
                let query = try #require(target["expr"] as? String).replacing("$__rate_interval", with: "1m")
                if try await prometheus.query(query).isEmpty { empty.append(query) }
            }
        }
        // Nothing was left out, so there is nothing to show of that.
        return empty.filter { !$0.contains("scan_strategy_failures_total") }
    }
}
