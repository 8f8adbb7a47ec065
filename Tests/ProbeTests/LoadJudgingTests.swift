//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import Probe

/// The judging of answers under load, and the stages that they make.
@Suite struct LoadJudgingTests {
    @Test func `states may stay or go on, and requests that overlap may cross`() {
        var job = Self.job()
        #expect(job.take(.initiated, hash: 1, sent: Self.instant(1), received: Self.instant(2)) == nil)
        #expect(job.take(.scanning, hash: 2, sent: Self.instant(3), received: Self.instant(6)) == nil)
        // Sent before the later state was received.
        #expect(job.take(.initiated, hash: 1, sent: Self.instant(5), received: Self.instant(9)) == nil)
        #expect(job.take(.complete, hash: 3, sent: Self.instant(10), received: Self.instant(11)) == nil)
        #expect(job.take(.complete, hash: 3, sent: Self.instant(12), received: Self.instant(13)) == nil)
    }

    @Test(arguments: [
        ([JobState.scanning, .initiated], "initiated after scanning"),
        ([.complete, .scanning], "scanning after complete"), ([.complete, .initiated], "initiated after complete"),
        ([.complete, .failed], "failed after complete"), ([.failed, .complete], "complete after failed"),
        ([.unrecognised], "a state that nobody knows"),
    ])
    func `a state that cannot be is told as what it is`(states: [JobState], objection: String) {
        var job = Self.job()
        var objections: [String?] = []
        for (index, state) in states.enumerated() {
            let time = Int64(index * 10)
            objections.append(job.take(state, hash: index, sent: Self.instant(time), received: Self.instant(time + 5)))
        }
        #expect(objections.last == objection)
        #expect(objections.dropLast().allSatisfy { $0 == nil })
    }

    @Test func `results are those of the first reading`() {
        var job = Self.job()
        #expect(job.takeResults(hash: 1, digest: nil) == "an answer without results")
        #expect(job.takeResults(hash: 1, digest: "a") == nil)
        #expect(job.knowsResults(1))
        #expect(job.takeResults(hash: 2, digest: "a") == nil)
        #expect(job.takeResults(hash: 3, digest: "b") == "other results than before")
    }

    @Test func `latencies keep three digits, in memory that does not grow`() {
        var record = LatencyRecord()
        for milliseconds in 1...100_000 { record.add(.milliseconds(milliseconds)) }
        let latency = record.percentiles
        for (found, expected) in [(latency.p50, 50.0), (latency.p90, 90), (latency.p99, 99), (latency.p999, 99.9)] {
            #expect(abs(found - expected) / expected < 0.002, "\(found)")
        }
        #expect(LatencyRecord().percentiles == LoadLatency())
        record.add(.nanoseconds(-5))
        record.add(.seconds(100_000))
        #expect(record.percentiles.maximum <= 3700)
    }

    @Test func `a stage holds with few wrong answers, and breaks with more`() {
        #expect(Self.stage(wrong: 5, of: 1000).holds)
        let broken = Self.stage(wrong: 20, of: 1000)
        #expect(broken.brokenBy == [.notFound])
        #expect(broken.wrong["not_found"] == 20)
        #expect(broken.detail == "HTTP 503")
        #expect(broken.workers["w2"] == Self.worker(polls: 20, wrong: 20))
        #expect(broken.workers["w1"] == Self.worker(polls: 980, wrong: 0))
    }

    @Test func `a stage is timed from when requests were due`() {
        let meter = Self.meter()
        for number in 0..<100 {
            #expect(meter.begins())
            let due = Int64(number) * 10_000_000
            // All wait for the end of a stall, and are answered at once then.
            meter.take(Self.sample(due: due, begun: max(due, 900_000_000), received: max(due, 900_000_000) + 1_000_000))
        }
        let stage = meter.result().stage
        #expect(stage.pollLatency.p50 > 0.3)
        #expect(stage.brokenBy == [.latency] || stage.isLimitedByProber)
    }

    @Test func `what breaks first comes first`() {
        let meter = Self.meter()
        for number in 0..<100 {
            let due = Int64(number) * 10_000_000
            var sample = Self.sample(due: due, begun: due, received: due + (number < 50 ? 1_000_000 : 700_000_000))
            if number < 20 { (sample.trouble, sample.text) = (.status, "scanning after complete") }
            #expect(meter.begins())
            meter.take(sample)
        }
        #expect(meter.result().stage.brokenBy == [.status, .latency])
    }

    @Test func `a second full of errors ends a stage`() {
        let meter = Self.meter()
        for number in 0..<40 {
            #expect(meter.begins())
            var sample = Self.sample(due: Int64(number), begun: Int64(number), received: Int64(number) + 1)
            (sample.trouble, sample.text, sample.isError) = (.notFound, "HTTP 500", true)
            meter.take(sample)
        }
        #expect(meter.isStopped)
        #expect(!meter.result().stage.holds)
        #expect(meter.result().examples.count == 5)
    }

    @Test func `a fault of the prober is none of the deployment`() {
        let meter = Self.meter()
        #expect(meter.begins())
        var sample = Self.sample(due: 0, begun: 0, received: 1)
        (sample.trouble, sample.isError, sample.isOwnFault) = (.notFound, true, true)
        meter.take(sample)
        let stage = meter.result().stage
        #expect(stage.isLimitedByProber)
        #expect(stage.wrong.isEmpty)
    }

    @Test func `jobs are asked about in turn until they may be forgotten`() {
        let pool = JobPool()
        for number in 0..<3 { pool.add(Self.job("\(number)", until: Int64(number + 1) * 100)) }
        pool.add(Self.job("0", until: 900))
        #expect(pool.count == 3)
        #expect(Set((0..<3).compactMap { _ in pool.nextToPoll(at: Self.instant(0))?.id }) == ["0", "1", "2"])
        #expect((0..<3).compactMap { _ in pool.nextToPoll(at: Self.instant(250))?.id } == ["2", "2", "2"])
        #expect(pool.nextToRead(at: Self.instant(250)) == nil)
        _ = pool.update("2") { $0.take(.complete, hash: 1, sent: Self.instant(200), received: Self.instant(240)) }
        #expect(pool.nextToRead(at: Self.instant(250))?.id == "2")
        #expect(pool.nextToPoll(at: Self.instant(300)) == nil)
        #expect(pool.update("gone") { $0.id } == nil)
    }

    @Test func `there are never more jobs than fit`() {
        let pool = JobPool()
        for number in 0..<25_000 { pool.add(Self.job("\(number)", until: .max)) }
        #expect(pool.count <= 10_000)
        #expect(pool.update("24999") { $0.id } == "24999")
        #expect(pool.update("0") { $0.id } == nil)
    }

    @Test func `users come from a file, one a line`() throws {
        let text = "# users\nada@example.com  secret\n\neyJhbGciOiJIUzI1NiJ9.e30.x\r\n"
        let users = try UsersFile.users(text, path: "users")
        #expect(users.count == 2)
        guard case .password("ada@example.com", "secret") = users[0],
            case .token("eyJhbGciOiJIUzI1NiJ9.e30.x") = users[1]
        else {
            Issue.record("\(users)")
            return
        }
    }

    @Test(arguments: [("a b c", "users:1"), ("\n#\n", "no users"), ("", "no users")])
    func `a file of users that is wrong is told where`(text: String, words: String) {
        let failure = #expect(throws: ProbeFailure.self) { try UsersFile.users(text, path: "users") }
        #expect(failure?.message.contains(words) == true)
        #expect(failure?.message.contains("b c") == false)
    }

    // MARK: - Fixtures

    private static func instant(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

    private static func job(_ id: String = "j", until end: Int64 = .max) -> LoadJob {
        let request = TransportRequest(method: "GET", url: "http://h/", timeout: .seconds(1), freshConnection: false)
        return LoadJob(id: id, poll: request, read: request, usableUntil: Instant(nanoseconds: end))
    }

    private static func worker(polls: Int, wrong: Int) -> LoadStage.Worker {
        var worker = LoadStage.Worker()
        worker.polls = polls
        worker.wrong = wrong
        return worker
    }

    private static func meter(rate: Double = 100) -> StageMeter {
        StageMeter(
            LoadStage(number: 1, purpose: .rising, offered: rate, seconds: 1),
            plan: Plan.Load(),
            begin: .start
        )
    }

    private static func sample(due: Int64, begun: Int64, received: Int64) -> StageMeter.Sample {
        StageMeter.Sample(
            kind: .poll,
            due: Instant(nanoseconds: due),
            begun: Instant(nanoseconds: begun),
            received: Instant(nanoseconds: received),
            url: "http://h/",
            status: 200
        )
    }

    private static func stage(wrong: Int, of count: Int) -> LoadStage {
        let meter = meter(rate: Double(count))
        for number in 0..<count {
            _ = meter.begins()
            let time = Int64(number) * 1_000_000
            var sample = sample(due: time, begun: time, received: time + 1_000_000)
            let isWrong = number % (count / wrong) == 0 && number / (count / wrong) < wrong
            sample.worker = isWrong ? "w2" : "w1"
            if isWrong { (sample.trouble, sample.text) = (.notFound, "HTTP 503") }
            meter.take(sample)
        }
        return meter.result().stage
    }
}
