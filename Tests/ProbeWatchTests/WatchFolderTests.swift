//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import ProbeHistory
import Synchronization
import TestSupport
import Testing
import Watching

@testable import ProbeWatch

@Suite struct `The folder of a watch` {
    private static let settings = WatchSettings(interval: 60, falseAlarm: 86_400, falseClear: 3600)

    private func memory() -> Watch.Memory {
        Watch(target: "https://scan.example.com", profile: "opportunity-scan", settings: Self.settings).memory
    }

    @Test func `gives back what was stored, and nothing when it is new`() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try WatchFolder(folder.path).memory() == nil)
            try WatchFolder(folder.path).store(memory())
            #expect(try WatchFolder(folder.path).memory()?.target == "https://scan.example.com")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "state.json.new").path))
        }
    }

    @Test(arguments: ["", "{", "{}", "[1, 2]", "{\"format\":1,\"target\":\"x\"}"])
    func `says what to do about a damaged state, and leaves it alone`(text: String) async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "state.json")
            try Data(text.utf8).write(to: file)
            let failure = try #require(throws: ProbeFailure.self) { try WatchFolder(folder.path).memory() }
            #expect(failure.message.contains("state.json is damaged") && failure.message.contains("move it away"))
            #expect(try Data(contentsOf: file) == Data(text.utf8))
        }
    }

    @Test func `is damaged when half of it is missing`() async throws {
        try await TemporaryFolder.with { folder in
            try WatchFolder(folder.path).store(memory())
            let file = folder.appending(path: "state.json")
            let whole = try Data(contentsOf: file)
            try whole.prefix(whole.count / 2).write(to: file)
            #expect(throws: ProbeFailure.self) { try WatchFolder(folder.path).memory() }
        }
    }

    @Test func `does not read what a later version wrote`() async throws {
        try await TemporaryFolder.with { folder in
            var memory = memory()
            memory.format = 2
            try WatchFolder(folder.path).store(memory)
            let failure = try #require(throws: ProbeFailure.self) { try WatchFolder(folder.path).memory() }
            #expect(failure.message.contains("later version"))
        }
    }

    @Test func `belongs to one watch at a time`() async throws {
        try await TemporaryFolder.with { folder in
            do {
                let first = try WatchFolder(folder.path)
                let failure = try #require(throws: ProbeFailure.self) { try WatchFolder(folder.path) }
                #expect(failure.message.contains("used by another watch"))
                #expect(try first.memory() == nil)
            }
            #expect(throws: Never.self) { try WatchFolder(folder.path) }
        }
    }

    /// Whoever closes a descriptor twice may close another one's file, which got the number in between.
    @Test func `closes no file of others when it is refused`() async throws {
        try await TemporaryFolder.with { folder in
            let first = try WatchFolder(folder.path)
            let losses = Mutex<Int?>(nil)
            async let others: Void = Task.detached {
                let count = Self.closedByOthers(of: 20_000)
                losses.withLock { $0 = count }
            }.value
            while losses.withLock({ $0 == nil }) {
                #expect(throws: ProbeFailure.self) { try WatchFolder(folder.path) }
            }
            await others
            #expect(losses.withLock { $0 } == 0)
            #expect(try first.memory() == nil)
        }
    }

    /// Opens and closes a file so many times, and counts how often it had been closed already.
    private static func closedByOthers(of count: Int) -> Int {
        (0..<count).count { _ in
            let file = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
            return file >= 0 && close(file) != 0
        }
    }

    @Test func `keeps so many histories and bytes, those of failures longest`() async throws {
        try await TemporaryFolder.with { folder in
            let shelf = HistoryShelf(in: folder.path, bounds: HistoryShelf.Bounds(count: 5, bytes: 1 << 20))
            for number in 1...20 {
                let (file, _) = try shelf.begin(number)
                let verdict = number.isMultiple(of: 6) ? ProbeVerdict.faulty : .sound
                #expect(
                    try shelf.keep(file, number: number, verdict: verdict).contains("\(number)-\(verdict.rawValue)")
                )
            }
            let kept = try shelf.files().map(\.name)
            #expect(kept.count == 5)
            #expect(kept.filter { $0.contains("faulty") }.count == 3)
            #expect(kept.last?.contains("20-sound") == true)
            let small = HistoryShelf(in: folder.path, bounds: HistoryShelf.Bounds(count: 5, bytes: 1000))
            for number in 21...30 {
                let (file, _) = try small.begin(number)
                try Data(repeating: 10, count: 400).write(to: file)
                _ = try small.keep(file, number: number, verdict: .faulty)
            }
            #expect(try small.files().reduce(0) { $0 + $1.bytes } <= 1000)
        }
    }
}
