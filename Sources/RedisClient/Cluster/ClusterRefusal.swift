//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis

/// A refusal by which a node says that a command has to be sent again, there or elsewhere; it changed nothing.
enum ClusterRefusal: Sendable, Hashable {
    /// Another master has the slot.
    case moved(HashSlot, host: String, port: Int)
    /// The slot is on its way to another master, which has this key already.
    case ask(host: String, port: Int)
    /// The node cannot serve the command now: the slot is on its way, the cluster has lost a master, or the like.
    case later

    /// Creates the refusal in an error reply; `nil` for any other error, which is the caller's.
    ///
    /// - Parameters:
    ///   - error: The error reply.
    ///   - isReadOnly: A flag that is true if the command changes nothing.
    init?(_ error: RESPError, isReadOnly: Bool) {
        switch error.prefix {
        case "MOVED":
            guard let (slot, host, port) = Self.target(error.message) else { return nil }
            self = .moved(slot, host: host, port: port)
        case "ASK":
            guard let (_, host, port) = Self.target(error.message) else { return nil }
            self = .ask(host: host, port: port)
        case "TRYAGAIN", "CLUSTERDOWN", "LOADING", "READONLY", "MASTERDOWN":
            self = .later
        case _ where isReadOnly && error.message.contains("non local key"):
            // A script met a key that has left with its slot.
            self = .later
        default:
            return nil
        }
    }

    /// Parses `3999 127.0.0.1:6381`; the host may be empty, or an IPv6 address with colons.
    private static func target(_ message: String) -> (slot: HashSlot, host: String, port: Int)? {
        let words = message.split(separator: " ")
        guard words.count == 2, let slot = Int(words[0]).flatMap(HashSlot.init(number:)),
            let colon = words[1].lastIndex(of: ":"),
            let port = Int(words[1][words[1].index(after: colon)...]), (1...65_535).contains(port)
        else { return nil }
        let host = words[1][..<colon]
        return host == "?" ? nil : (slot, String(host), port)
    }
}

extension RedisError {
    /// True if a node that could not serve a read now told this error.
    var isRefusalForNow: Bool {
        serverError.flatMap { ClusterRefusal($0, isReadOnly: true) } == .later
    }
}
