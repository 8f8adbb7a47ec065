//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import Probe
import ProbeHistory
import ProbeReports
import Testing

@testable import ProbeCommand

/// Reports on other APIs than the scan API, and the live view, in the words of their profiles.
@Suite struct GenericProfileWordsTests {
    @Test(arguments: [JobBook.Fault.none, .losesEveryThirdPoll, .fails])
    func `a report on a geoprocessing server speaks of jobs`(fault: JobBook.Fault) async throws {
        let history = try await Self.history(fault)
        let report = Report(judgement: Judge.judge(history), history: history)
        let page = HTMLReport(report, history: history).render()
        let texts = [
            TerminalReport(report).render(width: 100), MarkdownReport(report).render(), JUnitReport(report).render(),
            page.replacing(#/<style>.*?<\/style>|<code>.*?<\/code>|<[^>]*>/#.dotMatchesNewlines(), with: " "),
            Badge(report).render(),
        ]
        for text in texts {
            // Addresses in the contract are no words.
            let prose = text.replacing("scan-probe", with: "").replacing(#/`[^`\n]*`/#, with: "")
            let foreign = prose.matches(of: Self.foreign.ignoresCase()).map { match in
                prose[match.range.lowerBound...].prefix(60)
            }
            #expect(foreign == [], "\(foreign)")
        }
        #expect(texts[0].contains("jobs without a fault"))
        #expect(texts[1].contains("| Jobs without a fault |") && texts[1].contains("· job conformance"))
        #expect(texts[3].contains("Jobs, poll by poll") && texts[3].contains("job-1"))
        // What was read again says the same.
        #expect(MarkdownReport(try Report(json: report.json())).render() == texts[1])
    }

    /// The scan API's words, which no other API has.
    private static var foreign: Regex<(Substring, Substring, Substring?, Substring?)> {
        #/\b(scans?|scanning|strateg(y|ies)|opportunit(y|ies)|read-back|lookup keys?|redis|slots?)\b/#
    }

    @Test func `the words of a run stand in its history, and the jobs are named by them`() async throws {
        let history = try await Self.history(.none)
        #expect(history.header.nouns == Nouns())
        #expect(Set(history.events(.status, .course).compactMap(\.job)).isSuperset(of: ["job-1", "job-2"]))
        let lines = Lines()
        try lines.writer.write(history)
        #expect(try HistoryReader().read(lines.bytes).header == history.header)
    }

    @Test(arguments: [(Nouns(), "jobs", "running"), (Nouns.ofScans, "scans", "scanning")])
    func `the live view counts what the profile calls its jobs`(nouns: Nouns, many: String, running: String) throws {
        let plan = Plan.quick()
        var counts = RunCounts(monitor: RateMonitor(plan: plan), nouns: nouns)
        counts.start(plan, target: "http://host")
        let event = Event(
            id: 1,
            operation: .status,
            intent: .course,
            job: "x-1",
            jobID: "x",
            user: .first,
            method: "GET",
            url: "http://host/jobs/x",
            sent: Instant(nanoseconds: 1),
            received: Instant(nanoseconds: 2),
            connection: 1,
            reusesConnection: false,
            outcome: .answered(Response(status: 200, parsed: ParsedFields(state: .scanning)))
        )
        #expect(counts.add(event) == "0:00  x-1  \(running)")
        #expect(counts.line(at: Instant(nanoseconds: 2)).hasPrefix("0:00 \(many) 0/2 · polls 1/1 · "))
        #expect(counts.line(at: Instant(nanoseconds: 2)).count < 80)
        #expect(counts.takeTitle()?.contains("plan quick") == true)
    }

    private static func history(_ fault: JobBook.Fault) async throws -> History {
        let plan = Plan.quick {
            $0.jobs.pollInterval = .milliseconds(5)
            $0.jobs.pollsAfterCompletion = 45
            $0.jobs.resultReads = 45
        }
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try .load("ogc-processes"),
            plan: plan,
            seed: 5
        )
        let transport = InProcessTransport(ProcessServer(fault).respond)
        return try await Runner(assignment, transport: transport, clock: .skipping()).run()
    }
}
