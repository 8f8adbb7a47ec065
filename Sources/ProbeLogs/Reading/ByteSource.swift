//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import SystemPackage

/// A stream of a log's bytes, from a file or standard input, unpacked if it is compressed by gzip.
struct ByteSource {
    private let file: ByteFile
    private var gzip: GzipStream?
    private var isStarted = false
    private let name: String
    /// The bytes read so far, compressed as they are.
    private(set) var bytesRead = 0

    private static let chunk = 1 << 20

    /// Opens a file; `-` is standard input.
    init(_ path: String) throws(UnreadableLog) {
        name = path
        if path == "-" {
            file = ByteFile(.standardInput)
            return
        }
        do {
            file = try ByteFile(reading: path)
        } catch Errno.noSuchFileOrDirectory {
            throw UnreadableLog("there is no file \(path)")
        } catch {
            throw UnreadableLog("\(path) cannot be read; check that it may be")
        }
    }

    /// Returns the next bytes, empty at the end.
    mutating func next() throws(UnreadableLog) -> [UInt8] {
        if gzip != nil { return try unpacked() }
        let piece = try read()
        guard !isStarted else { return piece }
        isStarted = true
        if piece.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            throw UnreadableLog("\(name) is compressed by zstd; pipe it in: `zstd -dc FILE | scan-probe logs -`")
        }
        if piece.starts(with: Array("BZh".utf8)) || piece.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) {
            throw UnreadableLog(
                "\(name) is compressed; pipe it in: `xz -dc FILE | scan-probe logs -` or `bzip2 -dc FILE | …`"
            )
        }
        guard piece.starts(with: [0x1F, 0x8B]) else { return piece }
        guard let stream = GzipStream() else { throw UnreadableLog("there is no memory to unpack \(name)") }
        gzip = stream
        stream.add(piece)
        return try unpacked()
    }

    private mutating func unpacked() throws(UnreadableLog) -> [UInt8] {
        guard let gzip else { return [] }
        while true {
            switch gzip.next(Self.chunk) {
            case .bytes(let bytes): return bytes
            case .damaged: throw UnreadableLog("\(name) is no whole gzip file: it is damaged or cut off")
            case .hungry:
                let piece = try read()
                guard !piece.isEmpty else {
                    guard gzip.isAtEnd else {
                        throw UnreadableLog("\(name) is no whole gzip file: it is damaged or cut off")
                    }
                    return []
                }
                gzip.add(piece)
            }
        }
    }

    private mutating func read() throws(UnreadableLog) -> [UInt8] {
        do {
            let piece = try file.read(atMost: Self.chunk)
            bytesRead += piece.count
            return piece
        } catch Errno.isDirectory {
            throw UnreadableLog("\(name) is a folder; name its files")
        } catch {
            throw UnreadableLog("\(name) cannot be read to its end")
        }
    }
}

/// The reason that a log cannot be read, in one line.
public struct UnreadableLog: Error, Hashable, CustomStringConvertible {
    /// The message.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
