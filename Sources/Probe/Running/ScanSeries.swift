//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The scans of a plan, so many at a time, and in a soak anew until its time is over.
struct ScanSeries: Sendable {
    private enum Part: Sendable {
        case scan(index: Int, FollowedScan?)
        case other
    }

    let context: RunContext
    let isolation: IsolationProbes?

    /// Performs the scans.
    ///
    /// - Returns: Those that can be asked about again, in the order in which they were over.
    func run() async throws -> [FollowedScan] {
        let plan = self.context.plan
        let end = Int64(seconds: plan.soakSeconds ?? 0)
        return try await withThrowingTaskGroup(of: Part.self) { group in
            var scans: [FollowedScan] = []
            var started = 0
            var running = 0
            while true {
                while running < plan.concurrentScans, started < plan.scans || self.context.clock.now() < end {
                    let index = started
                    group.addTask {
                        .scan(index: index, try await self.perform(index))
                    }
                    started += 1
                    running += 1
                }
                guard let part = try await group.next() else { return scans }
                guard case .scan(let index, let scan) = part else { continue }
                if let scan { scans.append(scan) }
                running -= 1
                // With the filters of this scan, which has to be over, or the initiation would only join it.
                if index == self.fastIndex, plan.fastPolls ?? 0 > 0 {
                    group.addTask {
                        try await self.fastCourse(after: index).run()
                        return .other
                    }
                }
            }
        }
    }

    /// The first scan with other filters than the first one's, if there is one.
    private var fastIndex: Int { min(self.context.plan.scans, self.context.plan.bodies.count, 2) - 1 }

    private func perform(_ index: Int) async throws -> FollowedScan? {
        let plan = self.context.plan
        if index >= plan.scans { try await self.context.allowance.leavingRoom.wait(for: .first) }
        var course = self.context.course("scan-\(index + 1)", body: plan.bodies[index % plan.bodies.count])
        course.isolation = self.isolation
        course.store = self.context.store
        if index == 0 { course.companions = ScanCompanions(context: self.context) }
        return try await course.run()
    }

    private func fastCourse(after index: Int) -> ScanCourse {
        let plan = self.context.plan
        var course = self.context.course("fast-1", body: self.context.fresh(plan.bodies[index]))
        course.fastPolls = plan.fastPolls ?? 0
        return course
    }
}
