//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A minimal Redis client for test servers over a plain Unix socket, one command per connection, without the code under
/// test.
struct RedisProbe {
    let socketPath: String
    let password: String?

    /// Returns true if the server responds to `PING` and has loaded its data.
    func isReady() -> Bool {
        (try? command(["PING"])) == "+PONG"
    }

    /// Sends one command and returns its raw reply; an array reply is returned as all its lines.
    func command(_ words: [String]) throws -> String {
        let descriptor = try open()
        defer { close(descriptor) }
        return try command(words, on: descriptor)
    }

    /// Opens a connection and authenticates it.
    func open() throws -> Int32 {
        let descriptor = try connect()
        do {
            if let password { _ = try command(["AUTH", password], on: descriptor) }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Sends one command on an open connection and returns its raw reply.
    func command(_ words: [String], on descriptor: Int32) throws -> String {
        try send(words, to: descriptor)
        return try receive(from: descriptor)
    }

    private func connect() throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw RedisServerFailure("no socket: errno \(errno)") }
        var timeout = timeval(tv_sec: 5, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(socketPath.utf8)
        let status = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            guard path.count < buffer.count else { return false }
            unsafe buffer.copyBytes(from: path)
            return true
        }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe Foundation.connect(descriptor, pointer, length) == 0
            }
        }
        guard status, isConnected else {
            close(descriptor)
            throw RedisServerFailure("nobody listens on \(socketPath)")
        }
        return descriptor
    }

    private func send(_ words: [String], to descriptor: Int32) throws {
        let frame = "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        var bytes = Array(frame.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Foundation.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw RedisServerFailure("the server closed the connection") }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Reads a complete reply: a line, a bulk string with its payload, or an array of these.
    private func receive(from descriptor: Int32) throws -> String {
        var bytes: [UInt8] = []
        while Self.replyLength(of: bytes[...]) == nil {
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
            }
            guard count > 0 else { throw RedisServerFailure("the server did not answer") }
            bytes += chunk.prefix(count)
        }
        return String(decoding: bytes.dropLast(2), as: UTF8.self)
    }

    /// Returns the length of the first complete reply; `nil` while it is incomplete.
    private static func replyLength(of bytes: ArraySlice<UInt8>) -> Int? {
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = bytes[bytes.startIndex...lineEnd]
        let number = Int(String(decoding: line.dropFirst().dropLast(2), as: UTF8.self)) ?? -1
        var length = line.count
        switch line.first {
        case UInt8(ascii: "$") where number >= 0:
            length += number + 2
        case UInt8(ascii: "*"):
            for _ in 0..<max(number, 0) {
                guard let element = self.replyLength(of: bytes.dropFirst(length)) else { return nil }
                length += element
            }
        default:
            break
        }
        return length <= bytes.count ? length : nil
    }
}
