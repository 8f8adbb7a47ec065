//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory

@testable import ProbeLogs

/// The kept logs and histories, and logs that a test writes.
enum Logs {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// The path of a kept log.
    static func path(_ name: String) -> String { folder.appending(path: "\(name).log.gz").path(percentEncoded: false) }

    /// The path of the kept history of the same run.
    static func historyPath(_ name: String) -> String {
        folder.appending(path: "\(name).jsonl.gz").path(percentEncoded: false)
    }

    static func history(_ name: String) throws -> History {
        try HistoryReader().read(try PackedFile.contents(of: historyPath(name)))
    }

    /// The lines of a kept log.
    static func lines(_ name: String) throws -> [String] {
        String(decoding: try PackedFile.contents(of: path(name)), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Returns the report of files.
    static func report(_ paths: [String], history: History? = nil, vocabulary: LogVocabulary? = nil) throws -> LogReport
    {
        try LogReading(paths, vocabulary: try vocabulary ?? .builtIn(), year: 2026, history: history).report()
    }

    /// Returns the report of lines.
    static func report(lines: [String], vocabulary: LogVocabulary? = nil) throws -> LogReport {
        try report(bytes: Data((lines.joined(separator: "\n") + "\n").utf8), vocabulary: vocabulary)
    }

    /// Returns the report of the bytes of a log.
    static func report(bytes: Data, vocabulary: LogVocabulary? = nil) throws -> LogReport {
        try withFiles([bytes]) { try report($0, vocabulary: vocabulary) }
    }

    /// Runs a body with files.
    static func withFiles<Result>(_ contents: [Data], _ body: ([String]) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "logs-\(UInt64.random(in: .min ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try contents.enumerated().map { index, bytes in
            let file = folder.appending(path: "\(index + 1).log")
            try bytes.write(to: file)
            return file.path(percentEncoded: false)
        }
        return try body(paths)
    }
}
