//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import ProbeReports
import TestSelection
import Testing

/// Renderings of hostile text from a deployment, which must only be displayed.
@Suite(.takesSeconds) struct HostileTextTests {
    private static let texts = [
        Samples.hostile, Samples.megabyte, String(decoding: [0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80], as: UTF8.self),
    ]

    @Test(arguments: texts.indices)
    func `the page has no element, attribute or address of the deployment's`(index: Int) throws {
        let text = HTMLReport(Self.report(index), history: Self.history(index)).render()
        let page = try MarkupReader.read(text)
        #expect(
            page.all("script").isEmpty && page.all("img").isEmpty && page.all("b").allSatisfy { $0.children.isEmpty }
        )
        #expect(page.all("style").count == 1)
        let attributes = Set(page.all.flatMap { $0.attributes.keys })
        #expect(attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "style" && $0 != "src" }, "\(attributes)")
        #expect(page.all.compactMap { $0.attributes["href"] }.allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
        #expect(text.utf8.count < 400_000)
        Self.expectVisible(text)
    }

    @Test func `a quote ends no attribute, whatever follows it`() throws {
        // One character to Swift, two to a browser.
        let text = "worker\"\u{301} onmouseover=\"\u{301}alert(1)"
        let history = Samples.history(polls: 60) { _ in
            Response(status: 404, worker: text, parsed: .init(state: .notFound))
        }
        let page = HTMLReport(Samples.report(history), history: history).render()
        #expect(page.contains("aria-label=\"worker worker&quot;\u{301} onmou"))
        let scalars = Array(page.unicodeScalars)
        let quotes = scalars.indices.filter { scalars[$0] == "\u{301}" }.map { scalars[$0 - 1] }
        #expect(!quotes.isEmpty && quotes.allSatisfy { $0 == ";" })
    }

    @Test(arguments: texts.indices)
    func `the comment has no mention, link, element or table of the deployment's`(index: Int) {
        let text = MarkdownReport(Self.report(index)).render()
        #expect(text.unicodeScalars.count <= MarkdownReport.limit)
        let prose = MarkdownProse.prose(of: text)
        let elements = prose.replacing("<details><summary>", with: "").replacing("</summary>", with: "")
            .replacing("</details>", with: "")
        for word in ["@", "<", "evil", "://", "GH-2", "#1", "0123456789abcdef", "[", "!", "**bold"] {
            #expect(!elements.contains(word), "\(word)")
        }
        let rows = prose.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count == 13 && rows.allSatisfy { $0.hasSuffix("|") })
        Self.expectVisible(text)
    }

    @Test(arguments: texts.indices)
    func `the XML of build servers stays well-formed`(index: Int) throws {
        let text = JUnitReport(Self.report(index)).render()
        let suites = try MarkupReader.read(text)
        #expect(suites.all("script").isEmpty)
        #expect(suites.all("failure").count > 3)
        #expect(text.utf8.count < 400_000)
        Self.expectVisible(text)
    }

    @Test(arguments: texts.indices)
    func `the badge is ours alone`(index: Int) throws {
        let badge = try MarkupReader.read(Badge(Self.report(index)).render())
        #expect(badge.all.map(\.name) == ["svg", "title", "rect", "path", "g", "text", "text"])
    }

    @Test(arguments: texts.indices)
    func `the JSON is small and survives`(index: Int) throws {
        let json = try Self.report(index).json()
        #expect(json.count < 600_000)
        #expect(try Report(json: json) == Self.report(index))
        Self.expectVisible(String(decoding: json, as: UTF8.self))
    }

    @Test(arguments: texts.indices)
    func `the terminal gets no control`(index: Int) {
        let text = TerminalReport(Self.report(index)).render(width: 100)
        Self.expectVisible(text)
        #expect(text.split(separator: "\n").count <= TerminalReport.height + 1)
    }

    @Test func `what is cut says how much is missing`() {
        let evidence = Self.report(1).requirements.flatMap(\.evidence)
        #expect(evidence.contains { $0.note.contains("more characters)") })
        #expect(evidence.compactMap { $0.exchange?.body }.contains { $0.hasSuffix("more characters)") })
        #expect(evidence.compactMap { $0.exchange?.headers?["server"] }.allSatisfy { $0.unicodeScalars.count < 240 })
    }

    // MARK: - Fixtures

    private static let histories = texts.map { Samples.history(saying: $0) }
    private static let reports = histories.map(Samples.report)

    private static func history(_ index: Int) -> History { histories[index] }
    private static func report(_ index: Int) -> Report { reports[index] }

    /// Expects no control characters except the line feed, no direction marks, and no invisible characters.
    private static func expectVisible(_ text: String) {
        let unseen = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar != "\n"
            case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
            default: false
            }
        }
        #expect(unseen.isEmpty, "\(unseen.map { String($0.value, radix: 16) })")
    }
}
