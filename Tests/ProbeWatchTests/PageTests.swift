//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import Probe
import ProbeHistory
import Synchronization
import TestSupport
import Testing
import Watching

@testable import ProbeCommand
@testable import ProbeWatch

@Suite struct `The page of a watch` {
    private static func picture(_ summary: String = "3 of 20 polls") -> WatchKeeper.Picture {
        var watch = Watch(
            target: "https://scan.example.com",
            profile: "opportunity-scan",
            settings: WatchSettings(interval: 60, falseAlarm: 86_400, falseClear: 3600)
        )
        let now = Int(Date.now.timeIntervalSince1970)
        for number in 1...30 {
            let round = Round(
                number: number,
                startedAt: now - 60 * (30 - number),
                milliseconds: 1500,
                verdict: number > 15 ? .faulty : .sound,
                counts: [.found: Count(number > 15 ? 3 : 20, of: 20), .reached: Count(1, of: 1)],
                summary: summary,
                failed: number > 15 ? ["STAT-002"] : []
            )
            _ = watch.add(round) { _ in ["command"] }
        }
        return WatchKeeper.Picture(watch: watch, lastEnd: .now)
    }

    /// Lends a running server to a body, with its address.
    private func serve(_ board: PageBoard, _ body: (String) async throws -> Void) async throws {
        let address = Mutex("")
        try await PageServer.with(HostAndPort(host: "127.0.0.1", port: 0), board) { line in
            address.withLock { $0 = String(line.dropFirst("page at ".count)) }
        } _: {
            try await body(address.withLock { $0 })
        }
    }

    @Test func `is read and never written`() async throws {
        let board = PageBoard(mostSilence: .seconds(60))
        board.show(Self.picture())
        try await serve(board) { url in
            let page = try await Page.ask("GET", url)
            #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.body.contains("below 95 %") && page.body.contains("<svg") && page.body.contains("STAT-002"))
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && !policy.contains("script-src"))
            #expect(!page.body.contains("<script"))
            #expect(try await Page.ask("HEAD", url).body.isEmpty)
            for method in ["POST", "PUT", "DELETE", "PATCH"] {
                #expect(try await Page.ask(method, url).status == 405, "\(method)")
            }
            #expect(try await Page.ask("GET", "\(url)histories/00000001-sound.jsonl").status == 404)
            #expect(try await Page.ask("GET", "\(url)healthz").body == "ok\n")
            #expect(try await Page.ask("GET", "\(url)metrics?x=1").body.contains("scan_watch_alarm{rate=\"found\"} 1"))
        }
    }

    @Test func `shows text of a deployment as text`() async throws {
        let board = PageBoard(mostSilence: .seconds(60))
        board.show(Self.picture("<script>alert(1)</script>"))
        let page = String(decoding: board.answer(to: "GET", "/").body, as: UTF8.self)
        #expect(page.contains("&lt;script&gt;") && !page.contains("<script"))
    }

    @Test func `is not well when no probe has ended for long`() {
        let board = PageBoard(mostSilence: .zero)
        var picture = Self.picture()
        picture.lastEnd = .now - .seconds(1)
        board.show(picture)
        #expect(board.answer(to: "GET", "/healthz").status == 503)
    }

    @Test func `tells which address cannot be listened on`() async throws {
        let board = PageBoard(mostSilence: .zero)
        try await serve(board) { url in
            let port = try #require(url.split(separator: ":").last.flatMap { Int($0.dropLast()) })
            let failure = try await #require(throws: ProbeFailure.self) {
                try await PageServer.with(HostAndPort(host: "127.0.0.1", port: port), board, log: { _ in }) {}
            }
            #expect(failure.message.contains("cannot be listened on"))
        }
    }

    @Test(arguments: ["", "9464", "host:", ":9464", "host:x", "host:70000", "::1:9464", "[::1:9464"])
    func `is not served at what is no address`(text: String) {
        #expect(throws: ProbeFailure.self) { try WatchOptions.place(text) }
    }

    @Test func `has metrics that promtool accepts`() async throws {
        guard Executables.installed("promtool") != nil else {
            try Test.cancel("promtool is not installed; Debian's package prometheus has it.")
        }
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "metrics")
            try Data(WatchMetrics(Self.picture().watch).text.utf8).write(to: file)
            let shell = URL(filePath: "/bin/sh")
            let result = try await Executables.run(shell, ["-c", "promtool check metrics <'\(file.path)'"])
            #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        }
    }

    @Test func `has all metrics that the alerts ask for`() throws {
        let names = Set(
            WatchMetrics(Self.picture().watch).text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
                .map { $0.split(separator: " ")[2] }
        )
        let rules = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Scripts/monitoring/rules.yaml"),
            encoding: .utf8
        )
        let asked = Set(rules.matches(of: /scan_watch_[a-z_]+/).map(\.output))
        #expect(!asked.isEmpty)
        #expect(asked.subtracting(names).sorted() == [])
    }
}
