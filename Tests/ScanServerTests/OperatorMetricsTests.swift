//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import ProbeHistory
import Synchronization
import TestSupport
import Testing

/// The page of all workers' metrics on the operator's address.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `The operator's metrics` {
    @Test func `only grow while workers are killed, and say what the prober counted`() async throws {
        try await TemporaryFolder.with { folder in
            try await withRedisServer { redis in
                let arguments = ["--workers", "3", "--redis", redis.url, "--operator-listen", "127.0.0.1:0"]
                try await withDeployment(arguments: arguments + Deployment.scans(lasting: 1)) { deployment in
                    let isOver = Atomic(false)
                    async let end: Void = {
                        defer { isOver.store(true, ordering: .releasing) }
                        _ = try await Executables.run(
                            "scan-probe",
                            [
                                "run", deployment.url, "--plan", "smoke", "--out", folder.path,
                                "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                            ],
                            within: .seconds(240)
                        )
                    }()
                    var pages = [try await Self.page(deployment)]
                    // Workers are killed once the prober polls, whose login has to come through.
                    var kills = [3.0, 12]
                    while !isOver.load(ordering: .acquiring) || pages.count < 100 {
                        let page = try await Self.page(deployment)
                        if let polls = kills.first, page.sum("scan_reads_total", "read=\"status\"") >= polls,
                            let victim = deployment.workers.randomElement()
                        {
                            kills.removeFirst()
                            deployment.signal(SIGKILL, to: victim)
                        }
                        pages.append(page)
                    }
                    #expect(kills.isEmpty)
                    try await end
                    Self.expectGrowth(pages)
                    let history = try HistoryReader().read(
                        Data(contentsOf: folder.appendingPathComponent("history.jsonl"))
                    )
                    try await Self.expectCounts(of: history, deployment)
                }
            }
        }
    }

    private static func page(_ deployment: Deployment, accept: String? = nil) async throws -> MetricsText {
        try MetricsText(try await text(deployment, accept: accept))
    }

    private static func text(_ deployment: Deployment, accept: String? = nil) async throws -> String {
        var request = HTTPClientRequest(url: deployment.operatorURL)
        if let accept { request.headers.add(name: "accept", value: accept) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        #expect(response.status == .ok)
        return String(buffer: try await response.body.collect(upTo: 4 << 20))
    }

    private static func expectGrowth(_ pages: [MetricsText]) {
        #expect(pages.count >= 100)
        for (earlier, later) in zip(pages, pages.dropFirst()) {
            let now = later.growing
            for (series, value) in earlier.growing {
                guard let next = now[series], next >= value else {
                    Issue.record("\(series) fell from \(value) to \(now[series].map { "\($0)" } ?? "nothing")")
                    return
                }
            }
        }
    }

    private static func expectCounts(of history: History, _ deployment: Deployment) async throws {
        let hasRestarted = try await eventually {
            let page = try await Self.page(deployment)
            return page.sum("scan_worker_ends_total") == 2 && page.sum("scan_workers_ready") == 3
                // The first look into the store comes five seconds after the start of its worker.
                && page.sum("scan_samples_total", "taken") > 0
        }
        let page = try await Self.page(deployment)
        #expect(hasRestarted, "\(page.sum("scan_worker_ends_total")), \(page.sum("scan_workers_ready"))")
        for call in ["status", "results"] {
            let asked = history.events.filter { $0.url.contains("/opportunities/\(call)/") && $0.connection > 0 }
            let answered = asked.count { $0.outcome.response?.status == 200 }
            let unanswered = asked.count { $0.outcome.response == nil }
            let counted = Int(page.sum("http_requests_total", "opportunities/\(call)/", "status=\"200\""))
            // A worker that was killed may have counted an answer that it did not send any more.
            #expect(
                answered > 0 && (answered...answered + unanswered).contains(counted),
                "\(call): \(counted), \(answered)"
            )
            let found = Int(page.sum("scan_reads_total", "read=\"\(call)\"", "result=\"found\""))
            #expect(found >= answered, "\(call): \(found), \(answered)")
        }
        let begun = history.events.count { $0.operation == .initiate && $0.outcome.response?.parsed?.jobID != nil }
        let registered = ["verified", "repaired", "joined"].map {
            page.sum("scan_registrations_total", "result=\"\($0)\"")
        }
        #expect(Int(registered.reduce(0, +)) >= begun && begun > 0)
        // Each buckets' last is the count, and scans ran, wrote and asked Redis.
        for (series, value) in page.values where series.contains("le=\"+Inf\"") {
            let count = series.replacing("_bucket{", with: "_count{").replacing(",le=\"+Inf\"", with: "")
                .replacing("{le=\"+Inf\"}", with: "")
            #expect(page.values[count] == value, "\(count)")
        }
        for name in [
            "scan_jobs_ended_total", "scan_attempts_total", "scan_runs_total", "scan_strategy_duration_seconds_count",
            "scan_job_duration_seconds_count", "scan_lookup_lifetime_seconds_count", "redis_round_trips_total",
            "redis_connections_total", "scan_lookups_total",
        ] {
            #expect(page.sum(name) > 0, "\(name)")
        }
    }

    @Test(.enabled(if: Executables.installed("promtool") != nil, "promtool is missing: apt-get install prometheus"))
    func `are accepted by promtool, in both formats`() async throws {
        try await withDeployment(arguments: ["--operator-listen", "127.0.0.1:0"]) { deployment in
            let user = try await APIClient.logIn(at: deployment)
            let scan = try #require(try await user.discover().scanID)
            let isComplete = try await eventually { try await user.status(scan).state == "complete" }
            #expect(isComplete)
            let text = try await Self.text(deployment)
            let checked = try await Self.check(text)
            #expect(checked.status == 0, "\(checked.output)\(checked.error)")
            #expect(checked.output.isEmpty && checked.error.isEmpty, "\(checked.output)\(checked.error)")
            let open = try await Self.text(deployment, accept: "application/openmetrics-text; version=1.0.0")
            #expect(open.hasSuffix("\n# EOF\n"))
            #expect(open.contains("# TYPE scan_reads counter\n") && open.contains("\nscan_reads_total{"))
            #expect(open.contains("# UNIT http_request_duration_seconds seconds\n"))
            // Every series is described.
            let page = try MetricsText(text)
            for series in page.values.keys {
                let name = String(series.prefix { $0 != "{" })
                let family = ["_bucket", "_count", "_sum"].first(where: name.hasSuffix).map { name.dropLast($0.count) }
                #expect(page.types[name] != nil || family.flatMap { page.types[String($0)] } == "histogram", "\(name)")
            }
        }
    }

    private static func check(_ page: String) async throws -> Executables.Output {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("page")
            try page.write(to: file, atomically: true, encoding: .utf8)
            // promtool reads standard input alone.
            let arguments = ["-c", "promtool check metrics < '\(file.path)'"]
            return try await Executables.runInstalled("sh", package: "dash", arguments)
        }
    }

    @Test func `tell a scan that is missing from one that never was`() async throws {
        try await withDeployment(arguments: ["--operator-listen", "127.0.0.1:0"]) { deployment in
            let user = try await APIClient.logIn(at: deployment)
            let admin = try await APIClient.logIn("admin", at: deployment)
            let scan = try #require(try await user.discover().scanID)
            #expect(try await user.status(scan).status == 200)
            #expect(try await user.status("scan_\(String(repeating: "0", count: 32))").status == 404)
            #expect(try await admin.status(scan).status == 404)
            // Its lifecycle still says that it was begun.
            let cleared = try await admin.send(.DELETE, "/api/v1/scan-diagnostics/clear-scan-cache/demo")
            #expect(cleared.status == 200)
            #expect(try await user.status(scan).status == 404)
            #expect(try await user.results(scan).status == 404)
            let page = try await Self.page(deployment)
            func reads(_ read: String, _ result: String) -> Double {
                page.sum("scan_reads_total", "read=\"\(read)\"", "result=\"\(result)\"")
            }
            #expect(reads("status", "found") == 1 && reads("status", "unknown") == 2)
            #expect(reads("status", "missing") == 1 && reads("results", "missing") == 1)
            #expect(reads("results", "found") == 0 && reads("results", "unknown") == 0)
        }
    }

    @Test(arguments: ["nowhere", "127.0.0.1", "127.0.0.1:99999", ":9464", "::1:9464", "http://127.0.0.1:9464"])
    func `have an address of host and port`(address: String) async throws {
        let output = try await Executables.run("scan-server", ["serve", "--operator-listen", address])
        #expect(output.status == 64)
        #expect(output.error.contains("--operator-listen takes HOST:PORT"))
    }

    @Test func `are not told on an address that is taken`() async throws {
        try await withDeployment(arguments: ["--operator-listen", "127.0.0.1:0"]) { deployment in
            let port = try #require(URL(string: deployment.operatorURL)?.port)
            let output = try await Executables.run(
                "scan-server",
                ["serve", "--port", "0", "--operator-listen", "127.0.0.1:\(port)"]
            )
            #expect(output.status == 1)
            #expect(output.error.contains("something listens there already; choose another with --operator-listen"))
        }
    }
}
