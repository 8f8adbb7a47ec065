//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import ProbeReports
import TestSupport
import Testing

@Suite(.enabled(if: Browser.isInstalled, "Chromium is missing: apt-get install chromium"), .serialized)
struct BrowserTests {
    @Test func `a browser shows the page without a complaint and asks for nothing`() async throws {
        let visit = try await Browser.open(Self.page(Samples.broken))
        #expect(visit.complaints == [])
        #expect(visit.requests == [])
        #expect(visit.document.contains("class=\"not-found\""))
        #expect(visit.document.contains("aria-label=\"connections 3, 6, 9 …: 0 of 40 found 40 not found\""))
    }

    @Test func `hostile texts run nothing and fetch nothing`() async throws {
        let visit = try await Browser.open(Self.page(Samples.history(saying: Samples.hostile)))
        #expect(visit.complaints == [])
        #expect(visit.requests == [])
        #expect(!visit.document.contains("<script") && !visit.document.contains("<img"))
        #expect(visit.document.contains("&lt;script&gt;alert(1)"))
    }

    @Test func `ten thousand polls are shown within seconds`() async throws {
        let history = Samples.history(polls: 10_000) { $0 % 3 == 0 ? nil : Samples.notFound }
        let page = Self.page(history)
        let clock = ContinuousClock()
        let start = clock.now
        let visit = try await Browser.open(page)
        // An empty page takes one second; the bound is for a machine under load.
        #expect(clock.now - start < .seconds(60))
        #expect(visit.complaints == [])
        #expect(visit.document.contains("class=\"not-found\""))
    }

    /// The checks above could not fail if the browser reported nothing.
    @Test func `a page that complains and fetches is found out`() async throws {
        let visit = try await Browser.open(
            "<img src='http://127.0.0.1:9/x.png'><script>console.error('complaint')</script>"
        )
        #expect(visit.complaints.count == 1)
        #expect(visit.requests == ["http://127.0.0.1:9/x.png"])
    }

    @Test func `the policy stops what escaping would have let through`() async throws {
        let page = Self.page(Samples.sound).replacing(
            "<main>",
            with: "<main><img src=\"http://127.0.0.1:9/x.png\"/><script>document.title = 'ran'</script>"
        )
        let visit = try await Browser.open(page)
        #expect(visit.requests == [])
        #expect(!visit.document.contains("<title>ran"))
        #expect(visit.complaints.count == 2)
    }

    private static func page(_ history: History) -> String {
        HTMLReport(Samples.report(history), history: history).render()
    }
}
