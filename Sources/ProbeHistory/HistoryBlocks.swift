//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import FoundationEssentials
import Synchronization

/// The lines of a history on their way to a sink, which they reach in blocks.
///
/// One thread encodes and writes, so that nobody who records a line waits for either.
final class HistoryBlocks: Sendable {
    /// The time that a line waits for others at most, well within a second.
    private static let longestWait = DispatchTimeInterval.milliseconds(500)
    /// The number of lines that do not wait for others.
    private static let block = 1000
    /// The number of waiting lines above which the history is given up: memory is not the place for it.
    private static let mostWaiting = 500_000

    // A structure: a closure that a mutex holds is wrapped once more each time it is lent.
    private struct Sink: Sendable {
        let write: @Sendable (Data) throws -> Void
    }

    private struct State {
        var waiting: [HistoryLine.Kind] = []
        var isAwaited = false
        var failure: (any Error)?
    }

    private let sink: Sink
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "history", qos: .utility)

    init(sink: @escaping @Sendable (Data) throws -> Void) {
        self.sink = Sink(write: sink)
    }

    deinit {
        // No call refers to the lines any more, so that nobody could be told of a failure.
        try? Self.write(state.withLock { Self.take(&$0) }, to: sink)
    }

    /// Adds a line, which is written within a second.
    ///
    /// - Throws: The first error of writing so far.
    func add(_ line: HistoryLine.Kind) throws {
        let isUrgent: Bool? = try self.state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.waiting.count < Self.mostWaiting else {
                state.failure = HistoryFileProblem(message: "the disk is too slow for the history")
                throw HistoryFileProblem(message: "the disk is too slow for the history")
            }
            state.waiting.append(line)
            if state.waiting.count == Self.block { return true }
            if state.isAwaited { return nil }
            state.isAwaited = true
            return false
        }
        guard let isUrgent else { return }
        if isUrgent { return queue.async { self.drain() } }
        queue.asyncAfter(deadline: .now() + Self.longestWait) { self.drain() }
    }

    /// Writes all lines that were added.
    ///
    /// - Throws: The first error of writing.
    func flush() throws {
        queue.sync { drain() }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private static func take(_ state: inout State) -> [HistoryLine.Kind] {
        state.isAwaited = false
        // After a failure there would be a gap.
        guard state.failure == nil else { return [] }
        defer { state.waiting = [] }
        return state.waiting
    }

    private func drain() {
        let lines = state.withLock { Self.take(&$0) }
        do {
            try Self.write(lines, to: sink)
        } catch {
            self.state.withLock { state in
                state.failure = state.failure ?? error
                state.waiting = []
            }
        }
    }

    private static func write(_ lines: [HistoryLine.Kind], to sink: Sink) throws {
        guard !lines.isEmpty else { return }
        var encoder = EventEncoder()
        var block = Data()
        for line in lines {
            if case .event(let event) = line, let line = encoder.encode(event) {
                block.append(contentsOf: line)
            } else {
                block.append(try line.encoded())
            }
        }
        try sink.write(block)
    }
}
