//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// Feeds a reader with mutated inputs for a while, and watches time and memory.
///
/// `FUZZ_SECONDS` is the time for each reader, half a second by default; `FUZZ_SEED` the seed. With `FUZZ_INPUT` only the
/// input of that number is read, which is how a finding is looked at again: before a reader is given an input, its number
/// is written into `FUZZ_TRACE`, if that is set, so that even a trap leaves it behind.
enum Fuzzing {
    /// The maximum time for one input, which has at most a megabyte.
    private static let mostTime = Duration.seconds(5)
    /// The maximum growth of the process's memory during one fuzz target.
    private static let mostMemory = 1 << 30

    private static let environment = ProcessInfo.processInfo.environment

    /// Feeds a reader.
    static func feed(_ name: String, _ corpus: [String], _ read: ([UInt8]) async throws -> Void) async throws {
        try await self.feed(name, bytes: corpus.map { Array($0.utf8) }, read)
    }

    /// Feeds a reader.
    static func feed(_ name: String, bytes corpus: [[UInt8]], _ read: ([UInt8]) async throws -> Void) async throws {
        let seconds = environment["FUZZ_SECONDS"].flatMap(Double.init) ?? 0.5
        let mutator = Mutator(bytes: corpus, seed: environment["FUZZ_SEED"].flatMap(UInt64.init) ?? 1)
        let clock = ContinuousClock()
        if let number = environment["FUZZ_INPUT"].flatMap(Int.init) {
            let input = mutator.input(number)
            print("\(name), input \(number): \(String(decoding: input, as: UTF8.self).debugDescription)")
            return try await read(input)
        }
        let trace = environment["FUZZ_TRACE"].flatMap { path -> FileHandle? in
            _ = FileManager.default.createFile(atPath: "\(path)/\(name)", contents: nil)
            return FileHandle(forWritingAtPath: "\(path)/\(name)")
        }
        let before = residentBytes()
        let end = clock.now + .seconds(seconds)
        var number = 0
        while clock.now < end {
            number += 1
            try trace?.seek(toOffset: 0)
            try trace?.write(contentsOf: Data("\(number)\n".utf8))
            let input = mutator.input(number)
            let time = try await clock.measure { try await read(input) }
            #expect(time < mostTime, "\(name) took \(time) for input \(number)")
        }
        #expect(number > 1, "\(name) was fed nothing")
        let growth = residentBytes() - before
        #expect(growth < mostMemory, "\(name) let the memory grow by \(growth >> 20) MB in \(number) inputs")
        print("fuzz: \(name) was fed \(number) inputs")
    }

    /// The memory of this process; 0 where the system does not tell.
    private static func residentBytes() -> Int {
        // proc(5): the second number is the resident set in pages.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4096
    }
}
