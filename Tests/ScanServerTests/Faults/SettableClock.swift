//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A wall clock that can be set, for the processes that are started with its environment.
struct SettableClock: Sendable {
    private static let source = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Scripts/faults.d/set_clock.c").standardizedFileURL

    /// The variables to start a process with.
    let environment: [String: String]
    private let offset: URL

    /// Runs a body with a clock that is right until it is set.
    static func with<Result>(_ body: (SettableClock) async throws -> Result) async throws -> Result {
        try await TemporaryFolder.with { folder in
            let library = folder.appending(path: "set_clock.so")
            let arguments = ["-shared", "-fPIC", "-O1", "-o", library.path, source.path]
            let compilation = try await Executables.runInstalled("clang", package: "clang", arguments)
            try #require(compilation.status == 0, "\(compilation.error)")
            let offset = folder.appending(path: "offset")
            try Data(count: MemoryLayout<Int64>.size).write(to: offset)
            return try await body(
                SettableClock(environment: ["LD_PRELOAD": library.path, "CLOCK_OFFSET": offset.path], offset: offset)
            )
        }
    }

    /// Sets the clock to a number of seconds after the machine's, or before it.
    func set(by seconds: Int64) throws {
        // The processes have this very file in their memory, which another one in its place would not change.
        let file = try FileHandle(forUpdating: offset)
        defer { try? file.close() }
        try withUnsafeBytes(of: seconds) { try file.write(contentsOf: $0) }
    }
}
