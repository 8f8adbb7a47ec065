//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The counts of one kind of message.
struct PatternHits {
    static let mostExamples = 3

    var count = 0
    var first: Int64?
    var last: Int64?
    var examples: [LogExample] = []
    var timeline = Timeline()
    /// The counts by worker, by its number.
    var byWorker: [Int: Int] = [:]

    mutating func add(at time: Int64?, by worker: Int, on scale: TimeScale, _ example: LogExample?) {
        count += 1
        if worker >= 0 { byWorker[worker, default: 0] += 1 }
        if let example, examples.count < Self.mostExamples { examples.append(example) }
        guard let time else { return }
        first = min(first ?? time, time)
        last = max(last ?? time, time)
        timeline.add(at: time, on: scale)
    }
}

/// The counts of one worker.
struct WorkerTally {
    var lines = 0
    var requests = 0
    /// Answers with a status of 500 or more.
    var failures = 0
    /// Answers 404 and 410.
    var missing = 0
    /// Lookups that did not find their job.
    var missed = 0
    var storeErrors = 0
    var endings = 0
}

/// A slow request.
public struct SlowRequest: Sendable, Hashable, Codable {
    /// The duration in milliseconds.
    public var milliseconds: Double
    /// The line that tells of it.
    public var line: LogExample
}

/// The slowest requests, bounded in number.
struct SlowestRequests {
    private static let most = 10

    private(set) var requests: [SlowRequest] = []
    /// The least duration that is among the slowest, in microseconds.
    private(set) var least: Int64 = 1

    mutating func add(_ request: SlowRequest) {
        let place = requests.firstIndex { $0.milliseconds < request.milliseconds } ?? requests.count
        requests.insert(request, at: place)
        if requests.count > Self.most { requests.removeLast() }
        if requests.count == Self.most, let last = requests.last { least = Int64(last.milliseconds * 1000) + 1 }
    }
}

/// Warnings and errors that no pattern knows, grouped by their words without numbers, bounded in number.
struct OtherMessages {
    struct Group {
        var count = 0
        var isError = false
        var example: LogExample
    }

    private static let most = 500

    private(set) var groups: [UInt64: Group] = [:]
    private(set) var rest = 0

    /// Returns what a message has in common with others that differ from it by numbers only.
    static func key(_ bytes: Span<UInt8>, _ entry: Entry) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in entry.message.prefix(200) where !Byte.isDigit(bytes[place]) {
            hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01B3
        }
        return hash
    }

    /// Counts a message; returns false if it is new and there is room for it.
    mutating func count(_ key: UInt64) -> Bool {
        if groups[key] != nil {
            groups[key]?.count += 1
            return true
        }
        guard groups.count < Self.most else {
            rest += 1
            return true
        }
        return false
    }

    /// Adds a new message.
    mutating func add(_ key: UInt64, isError: Bool, _ example: LogExample) {
        groups[key] = Group(count: 1, isError: isError, example: example)
    }
}
