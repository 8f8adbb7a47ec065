//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import Testing

@Suite struct NounsTests {
    @Test(arguments: [
        ("scan", "scans", "a scan"), ("strategy", "strategies", "a strategy"),
        ("opportunity", "opportunities", "an opportunity"), ("process", "processes", "a process"),
        ("batch", "batches", "a batch"), ("box", "boxes", "a box"), ("day", "days", "a day"),
        ("operation", "operations", "an operation"), ("export", "exports", "an export"), ("unit", "units", "a unit"),
        ("user task", "user tasks", "a user task"), ("hour", "hours", "an hour"), ("one-off", "one-offs", "a one-off"),
        ("Render", "Renders", "a Render"),
    ])
    func `plural and article follow from the word`(word: String, plural: String, indefinite: String) throws {
        let noun = try #require(Noun(word))
        #expect(noun.many == plural)
        #expect(noun.indefinite == indefinite)
        #expect("\(noun)" == word)
    }

    @Test func `an irregular plural is given`() throws {
        #expect(try #require(Noun("analysis", many: "analyses")).many == "analyses")
    }

    @Test(arguments: [
        "", " job", "job ", "a|b", "<b>", "{job}", "job_id", "`job`", "job\n", "job1", "\u{202E}job", "job:",
        String(repeating: "x", count: 41),
    ])
    func `anything but a word is refused`(text: String) {
        #expect(Noun(text) == nil)
        #expect(Noun("job", many: text) == nil)
    }

    @Test func `a capital begins a sentence`() {
        #expect("job".withCapital == "Job")
        #expect("öl".withCapital == "Öl")
        #expect("ETL run".withCapital == "ETL run")
    }

    @Test func `words survive as JSON`() throws {
        let nouns = Nouns(job: try #require(Noun("analysis", many: "analyses")), running: "active")
        let json = try JSONEncoder().encode(nouns)
        #expect(try JSONDecoder().decode(Nouns.self, from: json) == nouns)
    }

    @Test(arguments: ["\"job\"", "\"jobs\"", "\"running\""])
    func `a history whose header has anything but words is refused`(key: String) throws {
        let json = String(decoding: try JSONEncoder().encode(Nouns()), as: UTF8.self)
        let start = try #require(json.firstRange(of: "\(key):\"")).upperBound
        let bad = String(json[..<start]) + "<script>" + json[start...]
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Nouns.self, from: Data(bad.utf8)) }
    }

    @Test func `the running state has a word of its own`() {
        #expect(JobState.scanning.word(Nouns()) == "running")
        #expect(JobState.scanning.word(.ofScans) == "scanning")
        #expect(JobState.complete.word(Nouns()) == "complete")
    }
}
