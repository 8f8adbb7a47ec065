//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

@Suite struct DiagnosisTests {
    private func samples(
        _ count: Int,
        completeFrom: Int = .max,
        worker: (Int) -> String? = { _ in nil },
        reuses: (Int) -> Bool = { _ in false },
        job: (Int) -> Int = { _ in 0 },
        faulty: (Int) -> Bool
    ) -> [JudgedRequest] {
        (0..<count).map { index in
            JudgedRequest(
                position: index,
                job: job(index),
                age: .seconds(index),
                isFaulty: faulty(index),
                isAfterCompletion: index >= completeFrom,
                reusesConnection: reuses(index),
                worker: worker(index)
            )
        }
    }

    @Test func `a worker that is always wrong is named`() {
        let samples = self.samples(60, worker: { "w\($0 * 7 % 3)" }, faulty: { $0 * 7 % 3 == 2 })
        #expect(Diagnosis.pattern(in: samples, nouns: .ofScans) == "by 1 of 3 workers (w2); the others were right")
    }

    @Test func `scans that live in the memory of one worker each are told`() {
        // The jobs are started on one worker after another, and each is found on its own only.
        let worker = { (index: Int) in index * 7 % 3 }
        let samples = self.samples(
            60,
            worker: { "w\(worker($0))" },
            job: { $0 % 4 },
            faulty: { worker($0) != $0 % 4 % 3 }
        )
        #expect(
            Diagnosis.pattern(in: samples, nouns: .ofScans)
                == "4 of 4 scans were right on one worker only, each on its own, and always wrong on the others"
        )
        let unnamed = self.samples(60, job: { $0 % 4 }, faulty: { worker($0) != $0 % 4 % 3 })
        #expect(Diagnosis.pattern(in: unnamed, nouns: .ofScans)?.contains("on one worker") != true)
    }

    @Test func `a share is not put down to a number of workers that is not theirs`() {
        // Half of them, in an order without a period.
        let wrong = Set((0..<60).filter { (13 * $0 * $0 + 7 * $0) % 59 < 30 })
        let unnamed = samples(60) { wrong.contains($0) }
        #expect(Diagnosis.pattern(in: unnamed, nouns: .ofScans) == "about 1 in 2, as if one of 2 workers were right")
        let three = samples(60, worker: { "w\($0 % 3)" }, faulty: { wrong.contains($0) })
        #expect(Diagnosis.pattern(in: three, nouns: .ofScans) == nil)
    }

    @Test func `turns of a load balancer are seen without names`() throws {
        let pattern = try #require(Diagnosis.pattern(in: samples(60) { $0 % 3 != 0 }, nouns: .ofScans))
        #expect(pattern.contains("2 of every 3 requests in turn"))
    }

    @Test func `an expiry is seen as a point in time`() {
        let pattern = Diagnosis.pattern(in: samples(60) { $0 >= 31 }, nouns: .ofScans)
        #expect(pattern == "without exception from 31.000 s of age on")
    }

    @Test func `a late registration is seen as a beginning`() {
        #expect(
            Diagnosis.pattern(in: samples(60) { $0 <= 2 }, nouns: .ofScans)
                == "only at first, up to 2.000 s of age"
        )
    }

    @Test func `what begins with completion is told so, and how it is spread within`() {
        let all = samples(60, completeFrom: 40) { $0 >= 40 }
        #expect(Diagnosis.pattern(in: all, nouns: .ofScans) == "all of them after the first complete")
        let some = samples(60, completeFrom: 40) { $0 >= 40 && $0 % 2 == 0 }
        #expect(
            Diagnosis.pattern(in: some, nouns: .ofScans)?.hasPrefix(
                "only after the first complete, 1 of every 2 requests"
            ) == true
        )
    }

    @Test func `fresh connections are told from reused ones`() {
        let samples = self.samples(60, reuses: { $0 % 2 == 0 }, faulty: { $0 % 2 == 1 && $0 % 3 != 0 })
        #expect(Diagnosis.pattern(in: samples, nouns: .ofScans) == "only on fresh connections, never on reused ones")
    }

    @Test func `whole jobs are told`() {
        let pattern = Diagnosis.pattern(in: samples(60, job: { $0 % 5 }, faulty: { $0 % 5 == 3 }), nouns: .ofScans)
        #expect(pattern == "1 of 5 scans wholly, the others not at all")
    }

    @Test func `two faults without a pattern are not explained`() {
        #expect(Diagnosis.pattern(in: samples(100) { $0 == 13 || $0 == 57 }, nouns: .ofScans) == nil)
        #expect(Diagnosis.pattern(in: samples(100) { $0 == 13 }, nouns: .ofScans) == nil)
    }
}
