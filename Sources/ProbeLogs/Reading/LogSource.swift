//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// One of the logs that are read together.
struct LogSource {
    /// The name for people: the file's, or `-`.
    let name: String
    var reader: LineReader
    /// The time of the last line that had one.
    var lastTime: Int64?
    var lastWorker = -1
    /// The worker of lines that name none, where each worker has a file of its own.
    var worker = -1
    /// The size in bytes, as the file has them; 0 if it is not known.
    let size: Int
    /// The current line.
    var line: Range<Int>?
    /// The time by which the current line is merged.
    var mergeTime = Int64.min

    init(_ path: String) throws(UnreadableLog) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        reader = LineReader(try ByteSource(path))
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        size = (attributes?[.size] as? Int) ?? 0
    }
}
