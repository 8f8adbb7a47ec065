//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The fate of one job, as the lines about it tell.
struct JobFate {
    var firstFound: Int64?
    var lastFound: Int64 = .min
    var ended: Int64?
    var firstMissed: Int64?
    var lastMissed: Int64 = .min
    var misses = 0
    /// The workers that found it and that did not, a bit each.
    var finders: UInt64 = 0
    var missers: UInt64 = 0
    /// The workers that found it after the last miss.
    var findersSince: UInt64 = 0
    /// The last time it was found before it was missed first.
    var lastFoundBefore: Int64?
    /// The lines by what they said of the keys that were asked.
    var keys: [StoredKeys: Int] = [:]
    /// The last time at which it was found although lookup keys were gone.
    var restored: Int64 = .min
    /// The number of the line that missed it first; -1 if there were too many such jobs before it.
    var example = -1
    /// A poll that found it, as long as its answer may still say otherwise.
    var pending: (time: Int64, worker: UInt64, request: UInt64)?
    /// The last time of a line about it.
    var last: Int64 { max(lastFound, lastMissed, ended ?? .min) }

    mutating func settle() {
        guard let (time, worker, _) = pending else { return }
        pending = nil
        if firstFound == nil { firstFound = time }
        lastFound = max(lastFound, time)
        finders |= worker
        findersSince |= worker
        if firstMissed == nil { lastFoundBefore = time }
    }
}

/// The keys that were asked for a job, by what a line says of them.
enum StoredKeys: Hashable {
    /// The lookup key was there.
    case present
    /// The lookup key was absent.
    case absent
    /// All lookup keys were absent, those of the user too, but the user's set was there.
    case removed
    /// There was no key at all, as for a user who has no jobs.
    case none
}

/// The fates of jobs, bounded in number.
struct JobFates {
    private(set) var fates: [UInt64: JobFate] = [:]
    /// The lines that missed a job first.
    private(set) var examples: [LogExample] = []
    /// The number of jobs beyond the limit.
    private(set) var untracked = 0

    /// The maximum number of jobs; they take some fifty megabytes.
    static let most = 200_000

    /// Changes the fate of a job, unless there are too many.
    mutating func update(_ job: UInt64, _ change: (inout JobFate) -> Void) {
        guard fates[job] != nil || fates.count < Self.most else {
            untracked += 1
            return
        }
        change(&fates[job, default: JobFate()])
    }

    /// Notes that a worker found a job; a later line of the same request may take that back.
    mutating func found(_ job: UInt64, at time: Int64, by worker: Int, in request: UInt64 = 0) {
        update(job) { fate in
            fate.settle()
            fate.pending = (time, Self.bit(worker), request)
        }
    }

    /// Returns true if the line that misses a job is to be kept: the first one, unless there are many.
    func wantsExample(of job: UInt64) -> Bool {
        examples.count < Self.mostExamples && fates[job]?.firstMissed == nil
    }

    private static let mostExamples = 1000

    /// Settles what was pending, at the end.
    mutating func settle() {
        for job in fates.keys { fates[job]?.settle() }
    }

    /// Notes that a worker did not find a job.
    mutating func missed(
        _ job: UInt64,
        at time: Int64,
        by worker: Int,
        in request: UInt64,
        example: LogExample?
    ) {
        var number = -1
        if let example {
            number = examples.count
            examples.append(example)
        }
        update(job) { fate in
            // Its key was found, and then the answer was that there is no such job.
            if let pending = fate.pending, pending.request == request, request != 0 { fate.pending = nil }
            fate.settle()
            if fate.firstMissed == nil {
                fate.firstMissed = time
                fate.example = number
            }
            fate.lastMissed = max(fate.lastMissed, time)
            fate.misses += 1
            fate.missers |= Self.bit(worker)
            fate.findersSince = 0
        }
    }

    /// Notes the end of a job.
    mutating func ended(_ job: UInt64, at time: Int64) {
        update(job) { fate in
            fate.settle()
            if fate.firstFound == nil { fate.firstFound = time }
            fate.ended = time
        }
    }

    private static func bit(_ worker: Int) -> UInt64 { worker < 0 ? 0 : 1 << UInt64(worker & 63) }
}
