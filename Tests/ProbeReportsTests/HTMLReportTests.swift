//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import ProbeReports
import Testing

@Suite struct HTMLReportTests {
    private func page(_ history: History) throws -> MarkupReader.Element {
        try MarkupReader.read(HTMLReport(Samples.report(history), history: history).render())
    }

    @Test func `the top tells verdict, grade, cause and what was not seen`() throws {
        let header = try #require(try page(Samples.broken).all("header").first)
        #expect(header.all("h1").first?.fullText == "✗ FAIL")
        #expect(header.all("p", class: "grade").first?.fullText == "Grade F")
        let text = header.fullText
        #expect(
            text.contains("STAT-002: 80 of 120 status polls were answered not_found; 2 of every 3 requests in turn")
        )
        #expect(text.contains("Usually: the lookup lives in one worker's memory"))
        #expect(text.contains("Groups not run: isolation"))
        #expect(text.contains("http://127.0.0.1:8080"))
        for fact in ["acceptance", "opportunity-scan", "2026-01-27T10:15:30Z", "61.5 s", "scan-probe 0.1.0", "1.1"] {
            #expect(header.all("dd").contains { $0.fullText == fact }, "\(fact)")
        }
    }

    @Test func `a run that was interrupted says so`() throws {
        var history = Samples.sound
        history.footer?.reason = .interrupted
        #expect(try page(history).all("details", class: "unseen").first?.fullText.contains("interrupted") == true)
        history.footer = nil
        #expect(
            try page(history).all("details", class: "unseen").first?.fullText.contains("ends in the middle") == true
        )
    }

    @Test func `rates stand against the line`() throws {
        let table = try #require(try page(Samples.broken).all("table", class: "rates").first)
        let rows = try #require(table.all("tbody").first).all("tr")
        #expect(rows.count == 6)
        #expect(rows[5].fullText.contains("Scans without a fault0 of 1"))
        #expect(rows[0].fullText.contains("40 of 120"))
        #expect(rows[0].fullText.contains("✗ failed"))
        #expect(rows[0].all("line", class: "goal").count == 1)
        #expect(rows[0].all("line", class: "failed").count == 1)
    }

    @Test func `what the prober did to a job or to all is marked in the lanes of the job and told`() throws {
        var history = Samples.broken
        let sent = history.events[20].sent
        func fault(_ kind: Fault.Kind, _ jobID: String? = nil, at seconds: Int, failure: String? = nil) -> Fault {
            let began = sent + .seconds(seconds)
            return Fault(kind: kind, jobID: jobID, began: began, ended: began, detail: "<b>", failure: failure)
        }
        history.faults = [
            fault(.deleteLookups, "scan_a", at: 1), fault(.stopRedis, at: 2), fault(.resumeRedis, at: 3),
            fault(.deleteLookup, "scan_b", at: 1), fault(.killWorker, at: 1, failure: "no such command"),
            fault(.killWorker, at: 100_000),
        ]
        let job = try #require(try page(history).all("table", class: "lanes").first)
        let row = try #require(job.all("tr", class: "faults").first).fullText
        #expect(
            row.wholeMatch(of: /the prober did(all lookup keys deleted|Redis (suspended|resumed)| at [0-9.]+ s|, )+/)
                != nil
        )
        let lines = job.all("path", class: "fault")
        #expect(lines.count == job.all("svg", class: "plot").count)
        #expect(lines.allSatisfy { $0.attributes["d"]?.split(separator: "M").count == 3 })
        #expect(try page(Samples.broken).all("path", class: "fault").isEmpty)
    }

    @Test func `what the prober did is told in the line of each job that it hit, and stands in the legend`() throws {
        var history = Samples.sound
        let began = history.events[20].sent
        history.faults = [
            Fault(kind: .killWorker, jobID: "scan_b", alsoHit: ["scan_a"], began: began, ended: began, detail: "")
        ]
        let page = try self.page(history)
        let job = try #require(page.all("details", class: "scan").first)
        #expect(job.attributes["class"]?.contains("telling") == true)
        #expect(job.all("span", class: "told")[0].fullText.hasSuffix("; the prober did: worker killed at 20.0 s"))
        #expect(job.all("path", class: "fault").count == job.all("svg", class: "plot").count)
        let legend = page.all("ul", class: "legend")[0]
        #expect(legend.fullText.contains("done by the prober") && legend.fullText.contains("first complete"))
        let untouched = try self.page(Samples.sound)
        #expect(!untouched.all("ul", class: "legend")[0].fullText.contains("done by the prober"))
        #expect(untouched.all("details", class: "scan").first?.attributes["class"] == "scan")
    }

    @Test func `an response that was held up draws no dent into the progress`() throws {
        var history = Samples.sound
        // Sent while the job was running, received long after it was complete.
        history.events[30].received = history.events[100].received + .nanoseconds(1)
        let curves = try [Samples.sound, history].map { history in
            let row = try page(history).all("table", class: "lanes")[0].all("tr").first {
                $0.fullText.contains("progress")
            }
            return try #require(row?.all("path", class: "progress").first?.attributes["d"])
        }
        let heights = curves.map { $0.matches(of: /V([0-9.]+)/).compactMap { Double($0.output.1) } }
        #expect(!heights[1].isEmpty && heights[1] == heights[1].sorted(by: >))
        #expect(curves[1].matches(of: /[HM]([0-9.]+)/).compactMap { Double($0.output.1) }.isAscending)
    }

    @Test func `a job that nobody polled is not said to be polled rightly`() throws {
        var history = Samples.sound
        history.events = Array(history.events.prefix(1))
        let told = try page(history).all("span", class: "told").map(\.fullText)
        #expect(told == ["not polled, never seen complete"])
    }

    @Test func `a job has the name under which it was polled`() throws {
        var history = Samples.sound
        history.events[0].job = "scan-1"
        for index in history.events.indices.dropFirst() { history.events[index].job = "scan-1-refreshed" }
        #expect(try page(history).all("h3").first?.fullText == "scan-1-refreshed")
    }

    @Test func `an interval that begins left of the axis is told to go on there`() throws {
        var report = Samples.report(Samples.sound)
        report.rates.results = report.rates.statusFound
        report.rates.initiate = report.rates.statusFound
        report.rates.firstPolls = report.rates.statusFound
        let page = try MarkupReader.read(HTMLReport(report, history: Samples.sound).render())
        let rows = page.all("table", class: "rates").flatMap { $0.all("tr") }
        let jobs = try #require(rows.last)
        #expect(jobs.all("path", class: "beyond").count == 1)
        #expect(rows[1].all("path", class: "beyond").isEmpty)
    }

    @Test func `where responses name workers there is a lane for each`() throws {
        let history = Samples.history(polls: 60) { index in
            index % 3 == 0 ? nil : Response(status: 404, worker: "w\(index % 3)", parsed: .init(state: .notFound))
        }
        let rows = try #require(try page(history).all("table", class: "lanes").first).all("tr")
        let lanes = rows.compactMap { $0.all("th").first?.fullText }
        #expect(lanes == ["Lane", "no worker named", "worker w1", "worker w2", "results", "progress"])
        #expect(rows[2].fullText.contains("0 of 20 found"))
        #expect(rows[2].fullText.contains("20 not found"))
        #expect(rows[2].all("path", class: "not-found").first?.attributes["d"]?.split(separator: "M").count == 20)
    }

    @Test func `without workers requests that take turns get a lane for each turn`() throws {
        let rows = try #require(try page(Samples.broken).all("table", class: "lanes").first).all("tr")
        let lanes = rows.compactMap { $0.all("th").first?.fullText }
        #expect(lanes[1...3] == ["connections 3, 6, 9 …", "connections 4, 7, 10 …", "connections 2, 5, 8 …"])
        #expect(rows[1...3].map { $0.all("path", class: "not-found").count } == [1, 1, 0])
        #expect(rows[3].fullText.contains("40 of 40 found"))
    }

    @Test func `a few connections that carry all requests get a lane each`() throws {
        var history = Samples.sound
        for index in history.events.indices { history.events[index].connection = index % 2 + 1 }
        let lanes = try page(history).all("table", class: "lanes")[0].all("th").map(\.fullText)
        #expect(lanes.contains("connection 1") && lanes.contains("connection 2"))
    }

    @Test func `without any pattern all polls share a lane`() throws {
        var generator = SystemRandomNumberGenerator()
        let lost = Set((0..<120).shuffled(using: &generator).prefix(4))
        let history = Samples.history(polls: 120) { lost.contains($0) ? Samples.notFound : nil }
        let lanes = try page(history).all("table", class: "lanes")[0].all("th").map(\.fullText)
        #expect(lanes.contains("all polls"))
    }

    @Test(arguments: [
        (Response(status: 503), "server-error", "5xx"), (Response(status: 401), "refused", "401"),
        (Response(status: 429), "refused", "429"), (Response(status: 200), "unreadable", "not understood"),
        (Response(status: 200, parsed: .init(state: .failed)), "scan-failed", "failed"),
        (Response(status: 200, parsed: .init(state: .initiated)), "initiated", "initiated"),
    ])
    func `each kind of response has a mark and stands in the legend`(
        response: Response,
        mark: String,
        word: String
    ) throws {
        let page = try self.page(Samples.history(polls: 60) { $0 == 20 ? response : nil })
        #expect(page.all("table", class: "lanes")[0].all("path", class: mark).count == 1)
        #expect(page.all("ul", class: "legend")[0].fullText.contains(word))
    }

    @Test func `a request without an response has a mark`() throws {
        var history = Samples.sound
        history.events[9].outcome = .unanswered(.init(kind: .timedOut, message: "no answer within 10 s"))
        let page = try self.page(history)
        #expect(page.all("table", class: "lanes")[0].all("path", class: "unanswered").count == 1)
        #expect(page.all("ul", class: "legend")[0].fullText.contains("no answer"))
    }

    @Test func `a poll that contradicts what was known is marked, in its lane and on the curve`() throws {
        let stale = ParsedFields(
            state: .scanning,
            stateWord: "scanning",
            jobID: "scan_a",
            progress: JobProgress(completed: 1, total: 14)
        )
        let history = Samples.history(polls: 60) { $0 == 50 ? Response(status: 200, parsed: stale) : nil }
        let page = try self.page(history)
        let rows = page.all("table", class: "lanes")[0].all("tr")
        #expect(rows.filter { !$0.all("path", class: "contradiction").isEmpty }.count == 2)
        #expect(page.all("table", class: "lanes")[0].fullText.contains("1 contradicting"))
        let proof = try #require(page.all("article").first { $0.attributes["id"] == "STAT-004" })
        #expect(
            proof.all("h4").map(\.fullText).starts(with: ["What had been answered before", "What was answered then"])
        )
        #expect(proof.all("div", class: "exchange").count == 2)
    }

    @Test func `a failure has its sentence, proof, causes and meaning`() throws {
        let article = try #require(
            try page(Samples.broken).all("article").first { $0.attributes["id"] == "STAT-002" }
        )
        let text = article.fullText
        #expect(text.contains("A poll MUST NOT be answered not_found"))
        #expect(text.contains("This is the defect the suite exists for"))
        #expect(text.contains("Stands in Found until expiry, api.md#found-until-expiry"))
        #expect(article.all("ol")[0].all("li").count >= 2)
        #expect(
            article.all("pre", class: "request")[0].fullText.contains(
                "GET http://127.0.0.1:8080/api/v1/opportunities/status/scan_a"
            )
        )
        #expect(article.all("pre", class: "answer")[0].fullText.hasPrefix("HTTP 404"))
        #expect(article.all("dd").map(\.fullText).contains("3, new"))
        #expect(article.all("table", class: "events")[0].all("tbody")[0].all("tr").count == Evidence.limit)
    }

    @Test func `what is undecided has its sentence, what is missing, and where it stands`() throws {
        let page = try self.page(Samples.sound)
        let row = try #require(page.all("tr").first { $0.attributes["id"] == "RATE-004" })
        #expect(row.fullText.contains("More than 95 % of initiations MUST succeed."))
        #expect(row.all("p", class: "source").map(\.fullText) == ["Stands in Initiations, judging.md#initiations"])
        #expect(row.fullText.contains("? inconclusive"))
    }

    @Test func `a sound deployment has no failures to show`() throws {
        let page = try self.page(Samples.sound)
        #expect(page.all("article").isEmpty)
        #expect(page.all("path", class: "not-found").isEmpty)
        #expect(page.all("section").map { $0.attributes["id"] } == ["rates", "scans", "open", "latency", "passed"])
    }

    @Test func `a history without a single job is a page as well`() throws {
        var history = Samples.sound
        history.events = []
        let page = try self.page(history)
        #expect(page.all("section").map { $0.attributes["id"] } == ["rates", "open"])
    }

    @Test func `latencies are drawn as a distribution and over time`() throws {
        let section = try #require(
            try page(Samples.sound).all("section").first { $0.attributes["id"] == "latency" }
        )
        #expect(section.all("path", class: "bar").count == 3)
        #expect(section.all("path", class: "points").count == 3)
        #expect(section.fullText.contains("12.0 ms"))
    }

    @Test func `tables have headers with a scope, and pictures a text`() throws {
        let page = try self.page(Samples.broken)
        #expect(page.all("th").allSatisfy { ["col", "row"].contains($0.attributes["scope"]) })
        let pictures = page.all("svg").filter { $0.attributes["aria-hidden"] != "true" }
        #expect(pictures.allSatisfy { $0.attributes["role"] == "img" && $0.attributes["aria-label"]?.isEmpty == false })
        #expect(page.all("h1").count == 1)
        #expect(page.attributes["lang"] == "en")
        let ids = page.all.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        let targets = page.all("a").compactMap { $0.attributes["href"] }
        #expect(targets.allSatisfy { $0.hasPrefix("#") && ids.contains(String($0.dropFirst())) }, "\(targets)")
    }

    @Test func `ten thousand polls fit into half a megabyte`() throws {
        let history = Samples.history(polls: 10_000) { $0 % 3 == 0 ? nil : Samples.notFound }
        let size = HTMLReport(Samples.report(history), history: history).render().utf8.count
        #expect(size < 500_000)
    }

    @Test func `the page is the same for the same history`() {
        let pages = (0..<2).map { _ in
            HTMLReport(Samples.report(Samples.broken), history: Samples.broken).render()
        }
        #expect(pages[0] == pages[1])
    }
}

extension [Double] {
    fileprivate var isAscending: Bool { self == sorted() }
}
