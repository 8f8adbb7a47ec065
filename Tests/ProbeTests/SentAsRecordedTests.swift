//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import KitSupport
import ProbeHistory
import TestSelection
import Testing

@testable import Probe

/// A history against what came in on the other end of its connections.
@Suite(.timeLimit(.minutes(5))) struct SentAsRecordedTests {
    /// The workloads that look into the store and send nothing.
    private static let silent: Set<String> = ["StoreSampling", "StoreCensus"]

    @Test(.takesSeconds, arguments: BuiltInWorkloads.all().indices)
    func `each workload's requests are recorded as they were sent`(place: Int) async throws {
        let workload = BuiltInWorkloads.all()[place]
        let name = String(describing: type(of: workload))
        var own: Set<String> = []
        // The first API on which the workload sends anything; all of them together are run below.
        for api in WireAPI.all where own.isEmpty {
            let isSeries = workload is JobSeries
            let run = try await WireRun.perform([JobSeries()] + (isSeries ? [] : [workload]), on: api)
            run.expectRecordedAsSent()
            let events = run.history.events.filter {
                ![.login, .other].contains($0.operation) && (isSeries || !$0.isOfSeries)
            }
            own.formUnion(events.map { "\($0.operation) \($0.intent) \($0.job ?? "")" })
        }
        // One that is performed on no API was not looked at, and one that sends nothing proves nothing here.
        #expect(own.isEmpty == Self.silent.contains(name), "\(name) sent \(own.sorted()) that its jobs did not")
    }

    @Test(.takesSeconds, arguments: [true, false])
    func `all workloads at the same time are recorded as they were sent`(fresh: Bool) async throws {
        for api in WireAPI.all {
            let run = try await WireRun.perform(BuiltInWorkloads.all(), on: api) { $0.jobs.freshConnections = fresh }
            run.expectRecordedAsSent()
            let reused = run.history.events.count { $0.reusesConnection }
            if !fresh { #expect(reused > 0) }
        }
    }

    @Test(.takesSeconds) func `ten thousand ids of all kinds are recorded as they were sent`() async throws {
        let ids = AskedIDs(number: 5_000, seed: 129)
        let run = try await WireRun.perform([JobSeries(), ids], on: .opportunityScan) {
            $0.runBudget = .seconds(240)
        }
        run.expectRecordedAsSent()
        let asked = run.history.events(.status, .hostileID)
        #expect(asked.count == 10_000)
        for event in asked {
            let id = event.jobID ?? ""
            // Escaped, any id can be sent; raw, none that would end the first line of its request.
            let isRaw = event.pace == .fast
            let sent = id.utf8.prefix { $0 != UInt8(ascii: "#") }
            let canBeSent = !isRaw || sent.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            #expect((event.connection > 0) == canBeSent, "\(id.debugDescription)")
            if !canBeSent { #expect(event.failure == .harness, "\(id.debugDescription)") }
            guard !isRaw else { continue }
            let component = event.url.split(separator: "/status/", maxSplits: 1).dropFirst().first ?? ""
            #expect(component.percentDecoded.map { Array($0.utf8) } == Array(id.utf8), "\(event.url)")
        }
    }

    @Test func `a link with a fragment is recorded as it was followed`() async throws {
        let api = WireAPI.opportunityScan.answering { request, reply in
            guard request.path.hasSuffix("/discover"), case .response(let status, let headers, let body) = reply else {
                return reply
            }
            let linked = body.replacing(#"","filters""#, with: #"#now","filters""#)
            return .response(status: status, headers: headers, body: linked)
        }
        let run = try await WireRun.perform([JobSeries()], on: api)
        run.expectRecordedAsSent()
        #expect(run.history.events.contains { $0.intent == .followsLink && $0.connection > 0 })
        #expect(!run.history.events.contains { $0.url.contains("#") })
    }
}

/// Polls of generated ids, each escaped as a part of a path, and raw as it is.
private struct AskedIDs: Workload {
    let number: Int
    let seed: UInt64
    let groups: Set<RequirementGroup> = [.isolation]
    let phase = WorkloadPhase.undisturbed

    func run(_ context: RunContext) async throws {
        let width = 8
        var generator = GeneratedIDs(seed: seed)
        let ids = (0..<number).map { generator.id($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<width {
                group.addTask {
                    for index in stride(from: lane, to: ids.count, by: width) { try await ask(ids[index], context) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func ask(_ id: String, _ context: RunContext) async throws {
        let requester = context.requester
        var planned = PlannedRequest(
            operation: .status,
            intent: .hostileID,
            jobID: id,
            token: context.first.token,
            freshConnection: false
        )
        _ = try await requester.send(planned)
        // The pace tells the two apart in the history.
        planned.pace = .fast
        planned.url = requester.target.url(
            path: requester.profile.status.path,
            basePath: requester.profile.basePath,
            rawJobID: id
        )
        _ = try await requester.send(planned)
    }
}

extension Event {
    /// True for what the plan's jobs take by themselves.
    fileprivate var isOfSeries: Bool {
        let isOfJob = job.map { name in ["scan-", "job-", "fast-"].contains { name.hasPrefix($0) } } ?? false
        return isOfJob && [.course, .early, .followsLink].contains(intent)
    }
}
