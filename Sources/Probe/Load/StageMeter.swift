//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Synchronization

/// Counts and judges the answers of a stage, in memory that does not grow with their number.
final class StageMeter: Sendable {
    /// The kinds of requests, each with bounds of its own.
    enum Kind: Sendable {
        case poll
        case read
        case initiation
    }

    /// An answer, or what came instead.
    struct Sample: Sendable {
        var kind: Kind
        var due: Instant
        var begun: Instant
        var received: Instant
        var url: String
        var status: Int?
        var worker: String?
        var trouble: LoadTrouble?
        var text: String?
        /// True if the deployment gave no proper answer: 5xx, or none.
        var isError = false
        /// True if the prober itself failed.
        var isOwnFault = false
    }

    /// The answers within a second of the stage.
    private struct Second {
        var number: Int64 = -1
        var answers = 0
        var errors = 0
    }

    private struct State {
        var polls = LatencyRecord()
        var reads = LatencyRecord()
        var lateness = LatencyRecord()
        var stage: LoadStage
        var inFlight = 0
        var wrong: [LoadTrouble: Int] = [:]
        /// The times at which more answers were wrong than may be.
        var broken: [LoadTrouble: Instant] = [:]
        var details: [LoadTrouble: [String: Int]] = [:]
        var second = Second()
        var isStopped = false
        var isLimited = false
        var answers = 0
        var lastReceived = Instant.start
        var examples: [LoadExample] = []
    }

    /// The requests that may be under way at the same time, of one stage.
    private static let mostInFlight = 8_000
    /// The workers that are told apart, and the descriptions.
    private static let mostNames = 100
    private static let mostExamples = 5
    /// The answers within a second that say enough for a stage to be given up.
    private static let fewAnswers = 20

    private let plan: Plan.Load
    private let begin: Instant
    private let state: Mutex<State>

    init(_ stage: LoadStage, plan: Plan.Load, begin: Instant) {
        self.plan = plan
        self.begin = begin
        state = Mutex(State(stage: stage))
    }

    /// True if the stage is to be given up: the deployment is not to be hit when it is down.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Counts a request that is about to be sent.
    ///
    /// - Returns: False if too many are under way, so that it has to be left out.
    func begins() -> Bool {
        self.state.withLock { state in
            guard state.inFlight < Self.mostInFlight else {
                state.stage.dropped += 1
                return false
            }
            state.inFlight += 1
            return true
        }
    }

    /// Counts a request that was not sent after all.
    func isCalledOff() { state.withLock { $0.inFlight -= 1 } }

    /// Counts an initiation that the deployment's rate limit refused.
    func isRefused() {
        self.state.withLock { state in
            state.inFlight -= 1
            state.stage.refused += 1
        }
    }

    /// Takes an answer in.
    func take(_ sample: Sample) {
        self.state.withLock { state in
            state.inFlight -= 1
            if sample.isOwnFault {
                state.isLimited = true
                return
            }
            state.answers += 1
            state.lastReceived = max(state.lastReceived, sample.received)
            state.lateness.add(sample.begun - sample.due)
            let latency = sample.received - sample.due
            switch sample.kind {
            case .poll:
                state.stage.polls += 1
                state.polls.add(latency)
                if latency > self.plan.pollLatency { self.note(.latency, sample, nil, &state) }
                self.count(worker: sample.worker, isWrong: sample.trouble != nil, &state)
            case .read:
                state.stage.reads += 1
                state.reads.add(latency)
                if latency > self.plan.readLatency { self.note(.latency, sample, nil, &state) }
            case .initiation: state.stage.initiations += 1
            }
            if let trouble = sample.trouble { self.note(trouble, sample, sample.text, &state) }
            self.count(isError: sample.isError, at: sample.received, &state)
        }
    }

    private func note(_ trouble: LoadTrouble, _ sample: Sample, _ text: String?, _ state: inout State) {
        state.wrong[trouble, default: 0] += 1
        let text = text ?? "slower than its bound"
        if state.details[trouble, default: [:]].count < Self.mostNames {
            state.details[trouble, default: [:]][text, default: 0] += 1
        }
        if state.broken[trouble] == nil, Double(state.wrong[trouble, default: 0]) > allowed(trouble, state.stage) {
            state.broken[trouble] = sample.received
        }
        guard trouble != .latency, state.examples.count < Self.mostExamples else { return }
        state.examples.append(
            LoadExample(
                trouble: trouble,
                stage: state.stage.number,
                seconds: sample.received.seconds,
                url: sample.url,
                status: sample.status,
                worker: sample.worker,
                text: text
            )
        )
    }

    /// Returns the number of wrong answers that the whole stage may have.
    private func allowed(_ trouble: LoadTrouble, _ stage: LoadStage) -> Double {
        let arrivals = stage.offered * stage.seconds
        switch trouble {
        // A bound on the 99th percentile leaves one in a hundred.
        case .latency: return arrivals * 0.01
        case .notFound, .status: return arrivals * (1 - plan.reads) * plan.wrongShare
        case .results: return arrivals * plan.reads * plan.wrongShare
        // Few, so that the share is that of those there were.
        case .initiations: return Double(stage.initiations) * plan.wrongShare
        }
    }

    private func count(worker: String?, isWrong: Bool, _ state: inout State) {
        guard let worker, state.stage.workers[worker] != nil || state.stage.workers.count < Self.mostNames else {
            return
        }
        state.stage.workers[worker, default: LoadStage.Worker()].polls += 1
        if isWrong { state.stage.workers[worker, default: LoadStage.Worker()].wrong += 1 }
    }

    private func count(isError: Bool, at time: Instant, _ state: inout State) {
        let number = time.nanoseconds / 1_000_000_000
        if state.second.number != number { state.second = Second(number: number) }
        state.second.answers += 1
        state.second.errors += isError ? 1 : 0
        guard state.second.answers >= Self.fewAnswers else { return }
        if Double(state.second.errors) > Double(state.second.answers) * plan.stopShare { state.isStopped = true }
    }

    /// The stage as it was, and some of its wrong answers.
    func result() -> (stage: LoadStage, examples: [LoadExample]) {
        self.state.withLock { state in
            var stage = state.stage
            stage.pollLatency = state.polls.percentiles
            stage.readLatency = state.reads.percentiles
            stage.lateness = state.lateness.percentiles
            stage.isStopped = state.isStopped
            let lasted = max(stage.seconds, (state.lastReceived - begin).inSeconds)
            stage.achieved = Double(state.answers) / lasted
            for (trouble, count) in state.wrong { stage.wrong[trouble.rawValue] = count }
            stage.brokenBy = state.broken.sorted { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }.map(
                \.key
            )
            if stage.dropped > 0, !stage.brokenBy.contains(.latency) { stage.brokenBy.append(.latency) }
            stage.detail = stage.brokenBy.first.flatMap { trouble in
                state.details[trouble]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            }
            // Where the prober is late by much of the bound, its own lateness is what was measured.
            let isLate = stage.lateness.p99 > self.plan.pollLatency.inSeconds / 2
            stage.isLimitedByProber = state.isLimited || isLate && Set(stage.brokenBy).isSubset(of: [.latency])
            return (stage, state.examples)
        }
    }
}
