//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A reader of a log's lines, which holds one chunk of bytes at a time.
///
/// A line beyond ``longestLine`` is cut there, so that memory stays bounded whatever a file holds.
struct LineReader {
    /// The number of bytes that are kept of a line.
    static let longestLine = 256 << 10

    private var source: ByteSource
    private(set) var buffer: [UInt8] = []
    private var next = 0
    private var isAtEnd = false
    /// The number of the current line, from 1.
    private(set) var number = 0
    /// True if the current line was longer than the limit.
    private(set) var isCut = false
    /// The bytes of all chunks so far, as the file has them.
    var bytesRead: Int { source.bytesRead }

    init(_ source: ByteSource) {
        self.source = source
    }

    /// Returns the place of the next line in ``buffer``, without its line feed; `nil` at the end.
    mutating func nextLine() throws(UnreadableLog) -> Range<Int>? {
        isCut = false
        var searched = next
        while true {
            if let end = buffer.lineFeed(from: searched) { return line(to: end, after: end + 1) }
            if isAtEnd { return next < buffer.count ? line(to: buffer.count, after: buffer.count) : nil }
            if next > 0 {
                buffer.removeSubrange(..<next)
                next = 0
            }
            // The rest of an overlong line is passed over, but for its line feed.
            if buffer.count > Self.longestLine {
                isCut = true
                buffer.removeSubrange(Self.longestLine...)
            }
            searched = buffer.count
            let piece = try source.next()
            if piece.isEmpty {
                isAtEnd = true
            } else if buffer.isEmpty {
                buffer = piece
            } else {
                buffer += piece
            }
        }
    }

    private mutating func line(to end: Int, after: Int) -> Range<Int> {
        let start = next
        next = after
        number += 1
        var end = end
        if end > start, buffer[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        if end - start > Self.longestLine {
            isCut = true
            end = start + Self.longestLine
        }
        return start..<end
    }
}
