//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory
import Watching

/// The histories of the last probes, bounded in number and bytes.
///
/// Those of sound probes go first: a failure is worth keeping.
struct HistoryShelf: Sendable {
    /// The bounds on the histories.
    struct Bounds: Sendable, Hashable {
        /// The largest number.
        var count: Int
        /// The largest size of all together, in bytes.
        var bytes: Int
    }

    private static let soundSuffix = "-sound.jsonl"

    private let folder: URL
    private let bounds: Bounds

    init(in path: String, bounds: Bounds) {
        folder = URL(filePath: path, directoryHint: .isDirectory).appending(
            path: "histories",
            directoryHint: .isDirectory
        )
        self.bounds = bounds
    }

    /// Begins the history of a probe; a disk that takes no more costs the file, but not the probe.
    ///
    /// - Parameter number: The probe's number.
    /// - Returns: The file and its writer.
    /// - Throws: An error of the file system.
    func begin(_ number: Int) throws -> (file: URL, writer: HistoryWriter) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "running.jsonl")
        return (file, try HistoryWriter(file: file) {})
    }

    /// Puts a history on the shelf, and takes away what is too much.
    ///
    /// - Returns: The name of the file.
    /// - Throws: An error of the file system.
    func keep(_ file: URL, number: Int, verdict: ProbeVerdict) throws -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        let name = "\(padded)-\(verdict.rawValue).jsonl"
        let place = folder.appending(path: name)
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.moveItem(at: file, to: place)
        try tidy(sparing: name)
        return name
    }

    /// The files by number, and their sizes.
    func files() throws -> [(name: String, bytes: Int)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        return try names.filter { $0.hasSuffix(".jsonl") && $0.first?.isNumber == true }.sorted().map { name in
            let path = folder.appending(path: name).path(percentEncoded: false)
            return (name, try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0)
        }
    }

    private func tidy(sparing newest: String) throws {
        let files = try self.files()
        var count = files.count
        var bytes = files.reduce(0) { $0 + $1.bytes }
        let others = files.filter { $0.name != newest }
        let sound = others.filter { $0.name.hasSuffix(Self.soundSuffix) }
        let rest = others.filter { !$0.name.hasSuffix(Self.soundSuffix) }
        for file in sound + rest where count > bounds.count || bytes > bounds.bytes {
            try FileManager.default.removeItem(at: folder.appending(path: file.name))
            count -= 1
            bytes -= file.bytes
        }
    }
}
