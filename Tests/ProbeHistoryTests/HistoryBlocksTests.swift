//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import Testing

@testable import ProbeHistory

@Suite(.timeLimit(.minutes(1))) struct HistoryBlocksTests {
    @Test func `lines come in blocks, all of them and in their order`() throws {
        let blocks = Mutex<[Data]>([])
        let writer = HistoryWriter { block in blocks.withLock { $0.append(block) } }
        for id in 1...5000 { try writer.write(Self.event(id)) }
        try writer.flush()
        let written = blocks.withLock { $0 }
        #expect(written.count < 500)
        #expect(Self.ids(written) == Array(1...5000))
        #expect(written.allSatisfy { $0.last == UInt8(ascii: "\n") })
    }

    @Test func `a line does not wait for others for ever`() async throws {
        let (lines, says) = AsyncStream.makeStream(of: Data.self)
        let writer = HistoryWriter { says.yield($0) }
        try writer.write(Self.event(1))
        // Nothing else is written, and nobody asks for it.
        var written = lines.makeAsyncIterator()
        #expect(Self.ids([await written.next() ?? Data()]) == [1])
    }

    @Test func `a slow disk delays nobody who records`() throws {
        let gate = DispatchSemaphore(value: 0)
        let count = Mutex(0)
        let writer = HistoryWriter { block in
            gate.wait()
            count.withLock { $0 += block.count { $0 == UInt8(ascii: "\n") } }
        }
        // All of them are taken while the first block cannot be written.
        for id in 1...20_000 { try writer.write(Self.event(id)) }
        #expect(count.withLock { $0 } == 0)
        for _ in 0..<20_000 { gate.signal() }
        try writer.flush()
        #expect(count.withLock { $0 } == 20_000)
    }

    @Test func `nothing follows a line that was not written`() throws {
        struct DiskFull: Error {}
        let calls = Mutex(0)
        let writer = HistoryWriter { _ in
            calls.withLock { $0 += 1 }
            throw DiskFull()
        }
        try writer.write(Self.event(1))
        #expect(throws: DiskFull.self) { try writer.flush() }
        #expect(throws: DiskFull.self) { try writer.write(Self.event(2)) }
        #expect(calls.withLock { $0 } == 1)
    }

    // MARK: - Fixtures

    private static func event(_ id: Int) -> Event {
        Event(
            id: id,
            operation: .status,
            intent: .course,
            user: .first,
            method: "GET",
            url: "http://h/",
            sent: Instant(nanoseconds: 1),
            received: Instant(nanoseconds: 2),
            connection: 1,
            reusesConnection: true,
            outcome: .answered(Response(status: 200))
        )
    }

    private static func ids(_ blocks: [Data]) -> [Int] {
        blocks.flatMap { $0.split(separator: UInt8(ascii: "\n")) }
            .compactMap { try? JSONDecoder().decode(HistoryLine.self, from: $0).event?.id }
    }
}
