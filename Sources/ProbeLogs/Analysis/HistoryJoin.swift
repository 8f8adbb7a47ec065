//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A wrong answer of a run, and the lines of the logs that belong to it.
public struct JoinedAnswer: Sendable, Hashable, Codable {
    /// The number of the event in the history.
    public var event: Int
    /// The time of the answer by the prober's clock, ISO 8601 in UTC.
    public var time: String
    /// The answer in words, such as `status of scan_… answered 404 not_found`.
    public var answer: String
    /// The worker that answered, if the answer names it.
    public var worker: String?
    /// The id of the request, if the answer has one.
    public var requestID: String?
    /// The id of the trace that the request began, if it is recorded.
    public var traceID: String?
    /// The id of the job that was asked for.
    public var jobID: String?
    /// The lines of that very request.
    public var requestLines: [LogExample] = []
    /// The lines about the job around that time.
    public var jobLines: [LogExample] = []
    /// The warnings and errors of that worker around that time.
    public var workerLines: [LogExample] = []
    /// True if the answer says that there is no such job.
    public var isNotFound: Bool
}

/// The wrong answers of a history, which the lines of logs are offered to.
struct HistoryJoin {
    private(set) var answers: [JoinedAnswer] = []
    /// The number of wrong answers beyond those that are joined.
    private(set) var unjoined = 0
    /// The ids that the deployment handed out, by their hashes.
    private(set) var handedOut: [UInt64: String] = [:]

    /// The answers about jobs of each worker that names itself, and those of them that are an error of the server.
    private(set) var trials: [String: (all: Int, failed: Int)] = [:]

    private var byRequest: [UInt64: Int] = [:]
    private var byTrace: [UInt64: Int] = [:]
    private var byJob: [UInt64: [Int]] = [:]
    /// The times of the answers, in microseconds since 1970, in order.
    private var times: [Int64] = []

    private static let most = 5000
    private static let linesEach = 4
    /// The clocks of prober and deployment may differ by this, in microseconds.
    private static let around: Int64 = 2_000_000

    init(_ history: History) {
        var times = LineTime(year: 1970)
        let start = Array(history.header.startedAt.utf8)
        let origin = times.parse(start.span, at: 0, to: start.count)?.micros ?? 0
        for event in history.events {
            if event.operation == .initiate, let id = event.outcome.response?.parsed?.jobID {
                handedOut[ByteHash.of(id)] = id
            }
            if event.jobID != nil, let response = event.outcome.response, let worker = response.worker {
                trials[LineDescription.safe(worker), default: (0, 0)].all += 1
                if response.status >= 500 { trials[LineDescription.safe(worker), default: (0, 0)].failed += 1 }
            }
            guard let answer = Self.wrongAnswer(event, origin) else { continue }
            guard answers.count < Self.most else {
                unjoined += 1
                continue
            }
            let number = answers.count
            answers.append(answer)
            self.times.append(origin + event.received.nanoseconds / 1000)
            if let id = answer.requestID { byRequest[ByteHash.of(id)] = number }
            if let id = answer.traceID { byTrace[ByteHash.of(id)] = number }
            if let id = answer.jobID { byJob[ByteHash.of(id), default: []].append(number) }
        }
    }

    /// Returns a wrong answer about a job of the run; `nil` for any other event.
    private static func wrongAnswer(_ event: Event, _ origin: Int64) -> JoinedAnswer? {
        guard event.job != nil, let id = event.jobID, event.operation == .status || event.operation == .results else {
            return nil
        }
        switch event.intent {
        case .course, .followsLink, .repeated, .recovery, .early, .joins, .refreshes, .twin: break
        default: return nil
        }
        let response = event.outcome.response
        let words: String
        var isNotFound = false
        if let response {
            isNotFound =
                response.status == 404 || response.status == 410
                || (response.status < 500 && response.parsed?.state == .notFound)
            guard isNotFound || response.status >= 500 else { return nil }
            words = "answered \(response.status)\(isNotFound ? " not_found" : "")"
        } else {
            words = "got no answer"
        }
        return JoinedAnswer(
            event: event.id,
            time: LogTime.text(origin + event.received.nanoseconds / 1000),
            answer: "\(event.operation.rawValue) of \(LineDescription.safe(id)) \(words)",
            worker: response?.worker.map(LineDescription.safe),
            requestID: response?.headers["x-request-id"].map(LineDescription.safe),
            traceID: event.traceID?.description,
            jobID: LineDescription.safe(id),
            isNotFound: isNotFound
        )
    }

    /// Returns true if a line at a time may belong to the job of a wrong answer.
    func mayWantJobs(at time: Int64?) -> Bool {
        guard let time, let first = times.first, let last = times.last else { return false }
        return time >= first - Self.around && time <= last + Self.around
    }

    /// Adds a line to the wrong answers that it belongs to.
    mutating func offer(
        request: UInt64?,
        trace: UInt64?,
        job: UInt64?,
        worker: Int,
        time: Int64?,
        isLoud: Bool,
        _ example: () -> LogExample
    ) {
        if let number = request.flatMap({ byRequest[$0] }) ?? trace.flatMap({ byTrace[$0] }) {
            if answers[number].requestLines.count < Self.linesEach { answers[number].requestLines.append(example()) }
            return
        }
        guard let time else { return }
        if let job, let numbers = byJob[job] {
            for number in numbers where abs(times[number] - time) <= Self.around {
                if answers[number].jobLines.count < Self.linesEach { answers[number].jobLines.append(example()) }
            }
            return
        }
        guard isLoud, worker >= 0, mayWantJobs(at: time) else { return }
        // The answers around this time; they are nearly in order.
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time - Self.around { low = middle + 1 } else { high = middle }
        }
        var line: LogExample?
        while low < times.count, times[low] <= time + Self.around {
            if answers[low].workerLines.count < Self.linesEach {
                let found = line ?? example()
                line = found
                if answers[low].worker.map({ $0 == found.worker }) ?? true { answers[low].workerLines.append(found) }
            }
            low += 1
        }
    }
}
