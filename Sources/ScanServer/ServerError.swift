//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Glibc
import NIOCore

/// An error that stops the server or its start, with a remedy.
package struct ServerError: Error, CustomStringConvertible {
    /// The message.
    package let description: String

    /// Creates an error with a message that names the problem and its remedy.
    package init(_ description: String) {
        self.description = description
    }

    static func cannotListen(
        on address: ListeningAddress,
        because error: any Error,
        remedy: String = "--host and --port"
    ) -> ServerError {
        let isTaken = (error as? IOError)?.errnoCode == EADDRINUSE
        let reason = isTaken ? "something listens there already" : "\(error)"
        return ServerError("cannot listen on \(address): \(reason); choose another with \(remedy)")
    }

    static let workersNeedRedis = ServerError(
        "more than one worker needs Redis, which they share: add --redis redis://127.0.0.1:6379, or take --workers 1"
    )

    static let rolesNeedRedis = ServerError(
        "--role serve and --role scan split the work between processes, which needs Redis: add --redis URL"
    )

    static let durabilityNeedsRedis = ServerError(
        "--durability is about what Redis keeps: add --redis URL, or take --durability none"
    )

    static func unknownDurability(_ name: String) -> ServerError {
        let names = ServerConfiguration.Durability.allCases.map(\.rawValue).joined(separator: ", ")
        return ServerError("SCAN_DURABILITY takes one of \(names), not '\(name)'")
    }

    static let partitionsNeedCluster = ServerError(
        "--partitions is for a Redis cluster, whose address begins with redis+cluster:// or rediss+cluster://"
    )

    static let tagInPrefix = ServerError(
        "--key-prefix must not contain { on a Redis cluster, where braces decide which keys lie together"
    )

    static let noUsers = ServerError(
        "nobody could log in: name a users file with --users FILE, written by `scan-server user add`"
    )

    static let shortSecret = ServerError(
        "SCAN_JWT_SECRET needs at least 32 bytes; `openssl rand -hex 32` makes a good one"
    )
}
