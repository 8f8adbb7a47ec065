//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import SystemPackage

extension KlineFile {
    /// Reads the candles that begin in a range of times, in their order, chunk by chunk.
    ///
    /// The lines are in order of time, so the first one is found by binary search, and only the needed part of a large
    /// file is read.
    ///
    /// - Throws: ``MarketDataError`` that names the file and line, with a remedy.
    func read(_ times: ClosedRange<Int64>, _ take: (Kline) -> Void) throws(MarketDataError) {
        try open { (file) throws(MarketDataError) in
            var last = Int64.min
            try lines(of: file, from: try offset(of: times.lowerBound, in: file)) { (kline) throws(KlineDefect) in
                let time = kline.candle.openMilliseconds
                guard time > last else { throw .order }
                last = time
                guard time <= times.upperBound else { return false }
                if time >= times.lowerBound { take(kline) }
                return true
            }
        }
    }

    /// Reads the start of the last candle of the file; `nil` when there is none.
    func lastOpenMilliseconds() throws(MarketDataError) -> Int64? {
        try open { (file) throws(MarketDataError) in
            var last: Int64?
            let start = max(0, try size(of: file) - Int64(2 * Self.longestLine))
            try lines(of: file, from: start == 0 ? 0 : try lineStart(after: start, in: file)) { kline in
                last = kline.candle.openMilliseconds
                return true
            }
            return last
        }
    }

    /// Finds the beginning of a line from which reading finds all candles from a time on, by binary search.
    private func offset(of time: Int64, in file: FileDescriptor) throws(MarketDataError) -> Int64 {
        var low: Int64 = 0
        var high = try size(of: file)
        while high - low > Int64(Self.pieceSize) {
            let middle = try lineStart(after: low + (high - low) / 2, in: file)
            var found: Int64?
            if middle < high {
                try lines(of: file, from: middle) { kline in
                    found = kline.candle.openMilliseconds
                    return false
                }
            }
            if let found, found < time {
                low = middle
            } else {
                high = low + (high - low) / 2
            }
        }
        return low
    }

    /// Parses line by line until the closure returns `false`.
    private func lines(
        of file: FileDescriptor,
        from start: Int64,
        _ take: (Kline) throws(KlineDefect) -> Bool
    ) throws(MarketDataError) {
        var offset = start
        var pending: [UInt8] = []
        while true {
            let piece = try bytes(of: file, at: offset + Int64(pending.count), count: Self.pieceSize)
            pending += piece
            var first = 0
            while first < pending.count {
                let end = pending[first...].firstIndex(of: Self.newline)
                guard end != nil || piece.isEmpty else { break }
                let line = pending[first..<(end ?? pending.count)]
                do throws(KlineDefect) {
                    guard line.count <= Self.longestLine else { throw .length(limit: Self.longestLine) }
                    if !Self.isBlank(line), offset + Int64(first) > 0 || !Self.isHeader(line) {
                        guard try take(Kline(line)) else { return }
                    }
                } catch {
                    throw try failure(error, at: offset + Int64(first), in: file)
                }
                first = (end ?? pending.count) + 1
            }
            if piece.isEmpty { return }
            pending.removeFirst(min(first, pending.count))
            offset += Int64(first)
            guard pending.count <= Self.longestLine else {
                throw try failure(.length(limit: Self.longestLine), at: offset, in: file)
            }
        }
    }

    /// Finds the first line that begins after an offset, or the end.
    private func lineStart(after offset: Int64, in file: FileDescriptor) throws(MarketDataError) -> Int64 {
        let piece = try bytes(of: file, at: offset, count: Self.longestLine + 1)
        if let end = piece.firstIndex(of: Self.newline) { return offset + Int64(end) + 1 }
        guard piece.count <= Self.longestLine else {
            throw try failure(.length(limit: Self.longestLine), at: offset, in: file)
        }
        return offset + Int64(piece.count)
    }

    /// Makes an error with the line's number; lines are counted only here, since only an error needs the number.
    private func failure(
        _ defect: KlineDefect,
        at offset: Int64,
        in file: FileDescriptor
    ) throws(MarketDataError) -> MarketDataError {
        var line = 1
        var position: Int64 = 0
        while position < offset {
            let piece = try bytes(of: file, at: position, count: Int(min(Int64(Self.pieceSize), offset - position)))
            if piece.isEmpty { break }
            for byte in piece where byte == Self.newline { line += 1 }
            position += Int64(piece.count)
        }
        return MarketDataError("\(path), line \(line): \(defect); download the file again, or correct the line")
    }

    private func open<Value>(
        _ body: (FileDescriptor) throws(MarketDataError) -> Value
    ) throws(MarketDataError) -> Value {
        let file: FileDescriptor
        do { file = try FileDescriptor.open(FilePath(path), .readOnly) } catch { throw unreadable(error) }
        defer { try? file.close() }
        return try body(file)
    }

    private func size(of file: FileDescriptor) throws(MarketDataError) -> Int64 {
        do { return try file.seek(offset: 0, from: .end) } catch { throw unreadable(error) }
    }

    private func bytes(of file: FileDescriptor, at offset: Int64, count: Int) throws(MarketDataError) -> [UInt8] {
        do {
            return try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = try unsafe file.read(
                    fromAbsoluteOffset: offset,
                    into: UnsafeMutableRawBufferPointer(buffer)
                )
            }
        } catch {
            throw unreadable(error)
        }
    }

    private func unreadable(_ error: any Error) -> MarketDataError {
        MarketDataError("\(path) cannot be read (\(error)): check that it is a file and may be read")
    }

    /// Indicates whether a first line holds column names, perhaps after a byte order mark.
    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: " ") }
    }

    private static let newline = UInt8(ascii: "\n")
    /// The limit of a line's length, about twenty times the usual length.
    private static let longestLine = 4096
    private static let pieceSize = 65_536
}
