//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import TestSelection
import Testing

@testable import ConformanceChecks

@Suite struct VocabularyTests {
    // MARK: - The catalogue

    @Test(arguments: Catalogue.builtIn.rendered(in: .ofProcesses).requirements)
    func `nobody is told of scans, strategies and lookup keys who has none`(requirement: Requirement) {
        let sentences = [requirement.statement, requirement.why, requirement.tested] + requirement.causes
        if requirement.applies(to: .ofProcesses) {
            for sentence in sentences { #expect(ForeignWords.all(in: sentence) == [], "\(sentence)") }
            #expect(!requirement.causes.isEmpty)
        } else {
            for sentence in sentences.prefix(2) { #expect(ForeignWords.nouns(in: sentence) == [], "\(sentence)") }
        }
        for need in requirement.needs {
            let text = need.summary(in: .ofProcesses)
            // The name of an option is no word of a sentence.
            #expect(ForeignWords.all(in: text.replacing("--redis", with: "")) == [], "\(text)")
        }
        for sentence in sentences { #expect(!sentence.replacing("`{}`", with: "").contains("{"), "\(sentence)") }
    }

    @Test func `some requirements apply to any API`() {
        let applicable = Catalogue.builtIn.requirements.filter { $0.applies(to: .ofProcesses) }
        #expect(applicable.count > 25)
    }

    @Test func `the scan API is spoken of in its own words`() throws {
        let catalogue = Catalogue.builtIn
        #expect(catalogue == catalogue.rendered(in: .ofScans))
        #expect(catalogue["STAT-005"]?.statement == "A scan MUST reach a final state within the plan's scan budget.")
        #expect(catalogue["RES-010"]?.statement == "Results MUST NOT list an opportunity twice.")
        #expect(catalogue["PROG-001"]?.statement.hasPrefix("The number of completed strategies MUST") == true)
        #expect(catalogue["REC-006"]?.statement.hasPrefix("When Redis is restarted") == true)
        #expect(catalogue["STAT-002"]?.causes[4] == "the lookup keys expire before the scan entry does")
    }

    @Test func `words and articles are those of the profile`() throws {
        let nouns = Nouns(job: try #require(Noun("operation")), item: try #require(Noun("entry")))
        let vocabulary = Vocabulary(nouns: nouns, features: [])
        let requirement = Catalogue.builtIn.requirement("STAT-001", in: vocabulary)
        #expect(requirement?.statement.hasPrefix("An operation MUST be found") == true)
        let results = Catalogue.builtIn.requirement("RES-010", in: vocabulary)
        #expect(results?.statement == "Results MUST NOT list an entry twice.")
        #expect(Catalogue.builtIn.requirement("STAT-999", in: vocabulary) == nil)
    }

    private static let entry = """
        group: status
        requirements:
          - id: STAT-001
            level: MUST
            statement: "{A job} MUST work, `{}` or not."
            why: Because.
            tested: By trying.
            source: api.md#final-states
            causes:
              - always
              - cause: keys
                if: store
              - cause: no keys of {a job}
                unless: [store, filters]
        """

    @Test func `a cause is told of those who can have it`() throws {
        let catalogue = try Catalogue(files: [("a.yaml", Self.entry)])
        #expect(catalogue["STAT-001"]?.statement == "A scan MUST work, `{}` or not.")
        #expect(catalogue["STAT-001"]?.causes == ["always", "keys"])
        let other = catalogue.requirement("STAT-001", in: .ofProcesses)
        #expect(other?.statement == "A job MUST work, `{}` or not.")
        #expect(other?.causes == ["always", "no keys of a job"])
        let filters = Vocabulary(nouns: Nouns(), features: [.filters])
        #expect(catalogue.requirement("STAT-001", in: filters)?.causes == ["always"])
    }

    @Test(arguments: [
        ("{A job}", "{A jub}", "a.yaml:5: unknown placeholder '{A jub}'; expected one of {job}, {jobs}, "),
        ("no keys of {a job}", "no {keys", "a.yaml:13: unknown placeholder '{keys}'"),
        ("Because.", "Because {it}.", "a.yaml:6: unknown placeholder '{it}'"),
        ("if: store", "if: shop", "a.yaml:12: 'shop' is no if; expected one of links, "),
        ("if: store", "wenn: store", "a.yaml:12: unknown key 'wenn'; expected one of cause, if, says, unless, when"),
        ("        if: store\n", "", "a.yaml:11: a cause without a condition is written as a text alone"),
        ("cause: keys\n", "if: filters\n", "a.yaml:"),
    ])
    func `a mistake in a template or a condition is told with file and line`(
        good: String,
        bad: String,
        message: String
    ) throws {
        let text = Self.entry.replacing(good, with: bad)
        try #require(text != Self.entry)
        let error = #expect(throws: CatalogueError.self) { try Catalogue(files: [("a.yaml", text)]) }
        #expect(try #require(error).description.hasPrefix(message), "\(error?.description ?? "")")
    }

    // MARK: - Findings

    private static let sound = SoundRun(seed: 1).history
    private static let operated = OperatedRun(seed: 1).history
    private static let injections =
        Injection.all.map { (injection: $0, isOperated: false) }
        + Injection.operated.map { (injection: $0, isOperated: true) }

    @Test(.takesSeconds, arguments: Self.injections)
    func `findings about another API speak its words`(injection: Injection, isOperated: Bool) throws {
        var history = isOperated ? Self.operated : Self.sound
        try injection.inject(&history)
        history.header.nouns = Nouns()
        history.header.profile = "exports"
        for ruling in Judge.judge(history).rulings {
            let summary = ruling.finding.summary
            #expect(ForeignWords.nouns(in: summary) == [], "\(ruling.requirement.id): \(summary)")
            for evidence in ruling.verdict.evidence {
                let remark = evidence.note.split(separator: "; ").dropFirst().joined(separator: "; ")
                let prose = remark.replacing("had said scanning", with: "")
                #expect(ForeignWords.nouns(in: prose) == [], "\(ruling.requirement.id): \(remark)")
            }
        }
    }

    /// The texts in the code of the checks that are no sentences: names of fields and of profiles, lines of logs.
    private static let names = ["opportunities[", "scan cache key", "an object", "discovered_at", "\"opportunities\""]

    @Test func `no text of a check names what only the scan API has`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Conformance")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" }
            .filter { $0.path().contains("/Checks/") || $0.path().contains("/Kernel/") }
        #expect(files.count > 60)
        for file in files {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard !line.drop(while: \.isWhitespace).hasPrefix("//") else { continue }
                guard ForeignWords.mayHaveNouns(String(line)) else { continue }
                guard !Self.names.contains(where: line.lowercased().contains) else { continue }
                for literal in line.replacing(#/\\\([^()]*(\([^()]*\))*[^()]*\)/#, with: "").matches(of: #/"[^"]*"/#) {
                    let found = ForeignWords.nouns(in: String(literal.output))
                    #expect(found == [], "\(file.lastPathComponent): \(line)")
                }
            }
        }
    }

    // MARK: - Texts of a deployment

    @Test func `braces that a deployment sends stay what they are`() throws {
        let text = "{job} {A job} {items} {store}"
        var history = SoundRun(seed: 1).history
        for index in history.events.indices where history.events[index].operation == .status {
            history.events[index].outcome.changeResponse { response in
                response.worker = text
                response.parsed?.stateWord = text
                response.parsed?.state = .unrecognised
            }
        }
        history.header.nouns = Nouns()
        let ruling = try #require(Judge.judge(history)["STAT-003"])
        #expect(ruling.verdict.kind == .failed)
        let note = try #require(ruling.verdict.evidence.first?.note)
        #expect(note.contains("(worker \(text))") && note.contains("→ 200 \(text)"), "\(note)")
    }
}
