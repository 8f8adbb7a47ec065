//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import KitSupport
import Testing

@Suite struct RESPReaderTests {
    @Test(arguments: GoldenFrame.all)
    func `a frame is read as its value`(golden: GoldenFrame) throws {
        #expect(try values(in: golden.frame) == [golden.value])
    }

    @Test(arguments: GoldenFrame.all)
    func `an incomplete frame is no value and no error`(golden: GoldenFrame) throws {
        let bytes = Array(golden.frame.utf8)
        for length in 0..<bytes.count {
            #expect(try values(in: [Array(bytes.prefix(length))]).isEmpty)
        }
    }

    @Test func `all frames in one buffer are read without further bytes`() throws {
        let stream = GoldenFrame.all.map(\.frame).joined()
        #expect(try values(in: stream) == GoldenFrame.all.map(\.value))
    }

    @Test func `frames that come byte by byte are read`() throws {
        let stream = GoldenFrame.all.map(\.frame).joined().utf8
        #expect(try values(in: stream.map { [$0] }) == GoldenFrame.all.map(\.value))
    }

    @Test func `frames split at every position are read`() throws {
        let stream = Array(GoldenFrame.all.map(\.frame).joined().utf8)
        for position in 0...stream.count {
            let pieces = [Array(stream.prefix(position)), Array(stream.dropFirst(position))]
            #expect(try values(in: pieces) == GoldenFrame.all.map(\.value), "split at \(position)")
        }
    }

    @Test func `every byte survives in a bulk string`() throws {
        let payload = (0...255).map { UInt8($0) }
        #expect(try values(in: [Array("$256\r\n".utf8) + payload + Array("\r\n".utf8)]) == [.bulk(payload)])
    }

    @Test func `random splits give the same values`() throws {
        var generator = SplitMix64(seed: 42)
        let stream = Array((0..<20).flatMap { _ in GoldenFrame.all.map(\.frame) }.joined().utf8)
        let expected = (0..<20).flatMap { _ in GoldenFrame.all.map(\.value) }
        for _ in 0..<200 {
            var pieces: [[UInt8]] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let length = Int.random(in: 1...97, using: &generator)
                pieces.append(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            #expect(try values(in: pieces) == expected)
        }
    }

    @Test func `damaged streams give values or an error and never more`() throws {
        var generator = SplitMix64(seed: 7)
        let stream = Array(GoldenFrame.all.map(\.frame).joined().utf8)
        var failures = 0
        for _ in 0..<2_000 {
            var damaged = stream
            for _ in 0..<3 {
                // Not the digits: a large array header costs time without testing anything here.
                let index = Int.random(in: 0..<damaged.count, using: &generator)
                damaged[index] = UInt8.random(in: 58...255, using: &generator)
            }
            do {
                _ = try values(in: [damaged])
            } catch is RESPProtocolError {
                failures += 1
            }
        }
        #expect(failures > 1_000)
    }
}
