//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import NIOHTTP1
import Probe
import ProbeHistory
import Testing
import Watching

@testable import ProbeWatch

@Suite struct `Telling a change` {
    private static let subject = NoticeSubject(target: "https://scan.example.com", profile: "opportunity-scan")

    static func notice(_ kind: Notice.Kind) -> Notice {
        Notice(
            number: 7,
            kind: kind,
            rate: kind == .verdict ? nil : .found,
            verdict: kind == .alarm ? .faulty : .sound,
            previous: .sound,
            time: 1_800_000_060,
            alarmedSince: kind == .verdict ? nil : 1_800_000_000,
            round: 42,
            text: "polls below 95 %; <3 & \"more\"",
            ways: [:]
        )
    }

    private func body(_ webhook: String, _ kind: Notice.Kind) throws -> JSONValue {
        let text = try Webhook(webhook).body(of: Self.notice(kind), Self.subject)
        return try #require(JSONValue(parsing: text))
    }

    @Test func `has all that is known in plain JSON`() throws {
        let body = try body("https://hooks.example.com/x", .alarm)
        #expect(body["event"]?.string == "alarm" && body["rate"]?.string == "found")
        #expect(body["verdict"]?.string == "faulty" && body["previous"]?.string == "sound")
        #expect(body["at"]?.string == "2027-01-15T08:01:00Z" && body["since"]?.string == "2027-01-15T08:00:00Z")
        #expect(body["probe"]?.int == 42 && body["target"]?.string == "https://scan.example.com")
        #expect(body["message"]?.string == Self.notice(.alarm).text)
    }

    @Test func `escapes what Slack takes for markup`() throws {
        let text = try #require(try body("slack=https://hooks.slack.com/services/x", .allClear)["text"]?.string)
        #expect(text.contains("All clear") && text.contains("&lt;3 &amp; \"more\""))
    }

    @Test func `fires and resolves alerts as Alertmanager's webhooks do`() throws {
        let alarm = try body("alertmanager=https://hooks.example.com/alerts", .alarm)
        #expect(alarm["version"]?.string == "4" && alarm["status"]?.string == "firing")
        let alert = try #require(alarm["alerts"]?.array?.first)
        #expect(alert["labels"]?["alertname"]?.string == "ScanRateBelowTarget")
        #expect(alert["startsAt"]?.string == "2027-01-15T08:00:00Z")
        let clear = try body("alertmanager=https://hooks.example.com/alerts", .allClear)
        #expect(clear["status"]?.string == "resolved" && clear["groupKey"] == alarm["groupKey"])
        #expect(clear["alerts"]?.array?.first?["endsAt"]?.string == "2027-01-15T08:01:00Z")
        #expect(clear["alerts"]?.array?.first?["labels"] == alert["labels"])
    }

    @Test func `posts alerts as Alertmanager's API takes them`() throws {
        let alarm = try #require(try body("alertmanager=http://am:9093/api/v2/alerts", .alarm).array?.first)
        let clear = try #require(try body("alertmanager=http://am:9093/api/v2/alerts", .allClear).array?.first)
        #expect(alarm["labels"] == clear["labels"] && alarm["startsAt"] == clear["startsAt"])
        #expect(clear["endsAt"]?.string == "2027-01-15T08:01:00Z")
        #expect(alarm["endsAt"]?.string == "2028-01-15T08:01:00Z")
    }

    @Test func `leaves verdicts out of alerts`() throws {
        #expect(!NoticeWay.webhook(try Webhook("alertmanager=http://am:9093/api/v2/alerts")).takes(.verdict))
        #expect(NoticeWay.webhook(try Webhook("http://a.example/")).takes(.verdict))
        #expect(NoticeWay.command("true").takes(.verdict))
    }

    @Test(arguments: ["slack=ftp://x/secret", "teams=https://x/secret", "x-secret", "https:///secret", "json=secret"])
    func `refuses what is no webhook, without its address`(text: String) throws {
        let failure = try #require(throws: ProbeFailure.self) { try Webhook(text) }
        #expect(!failure.message.contains("secret"))
    }

    @Test func `takes an address that has an equals sign itself`() throws {
        #expect(try Webhook("https://hooks.example.com/x?key=1").shape == .json)
        #expect(try Webhook("slack=https://hooks.example.com/x?key=1").shape == .slack)
    }

    @Test func `says why a webhook failed, and shows its host alone`() async throws {
        try await TestServer.with(TestServer.Reply.response(status: 503, body: "no").always) { server in
            let way = NoticeWay.webhook(try Webhook("\(server.url)/secret"))
            let failure = try await HTTPTransport.withTransport { transport in
                await way.tell(Self.notice(.alarm), of: Self.subject, over: transport)
            }
            #expect(failure == "it answered 503")
            #expect(!way.title.contains("secret"))
            #expect(server.requests.first?.method == "POST")
            #expect(server.requests.first?.headers.first(name: "content-type") == "application/json")
        }
    }

    @Test func `finds the change in the environment of a command`() {
        let environment = NoticeWay.environment(Self.notice(.alarm), Self.subject)
        #expect(environment["SCAN_WATCH_EVENT"] == "alarm" && environment["SCAN_WATCH_RATE"] == "found")
        #expect(environment["SCAN_WATCH_SINCE"] == "2027-01-15T08:00:00Z")
    }
}
