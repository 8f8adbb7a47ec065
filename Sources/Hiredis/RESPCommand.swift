//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

internal import CHiredis

/// The words of one command, as arbitrary bytes in contiguous memory.
package struct RESPCommand: Sendable, Hashable {
    private var arena: [UInt8] = []
    private var lengths: [Int] = []

    /// Creates a command without words.
    package init() {}

    /// The number of words.
    package var count: Int { lengths.count }

    /// The words, for tests and diagnostics.
    package var words: [[UInt8]] {
        var words: [[UInt8]] = []
        var start = 0
        for length in lengths {
            words.append(Array(arena[start..<(start + length)]))
            start += length
        }
        return words
    }

    /// Adds a word.
    package mutating func append(_ bytes: some Collection<UInt8>) {
        arena.append(contentsOf: bytes)
        lengths.append(bytes.count)
    }

    /// Formats the command in the Redis protocol and passes its bytes to a body.
    ///
    /// - Parameter body: The use of the bytes, which are valid only during the call.
    /// - Returns: The result of the body.
    /// - Throws: ``RESPProtocolError`` if the command is too large.
    package func withFormatted<Result>(_ body: (RawSpan) -> Result) throws(RESPProtocolError) -> Result {
        guard Self.formattedLength(of: lengths) != nil else { throw .commandTooLarge }
        var output: UnsafeMutablePointer<CChar>?
        let length = unsafe chiredis_format(&output, arena, lengths, count)
        guard length >= 0, let start = unsafe output else { throw .outOfMemory }
        defer { unsafe redisFreeCommand(start) }
        let buffer = unsafe UnsafeRawBufferPointer(start: start, count: Int(length))
        return body(unsafe buffer.bytes)
    }

    /// Returns the length of the formatted command in bytes, or `nil` if it is too large for hiredis.
    ///
    /// hiredis 0.14 adds the lengths up in an `int` without an overflow check.
    static func formattedLength(of lengths: [Int]) -> Int? {
        func frame(_ number: Int) -> Int { 1 + String(number).utf8.count + 2 }
        var total = frame(lengths.count)
        for length in lengths {
            guard length < Int(Int32.max) else { return nil }
            total += frame(length) + length + 2
            // Strictly less, since hiredis adds a terminating byte.
            guard total < Int(Int32.max) else { return nil }
        }
        return total
    }
}
