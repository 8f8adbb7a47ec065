//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Logging
import RedisClient

/// The check at the start that Redis can confirm what this server was told to have confirmed.
enum DurabilityCheck {
    /// The means by which one server of Redis can confirm writes.
    private struct Means {
        let hasReplica: Bool
        let file: File

        enum File {
            /// `WAITAOF` tells that it is on disk.
            case waits
            /// Every reply comes after it is on disk: `appendfsync always`.
            case precedesReplies
            /// It is on disk some time, and this Redis cannot tell when.
            case untold
            case off
        }
    }

    /// Returns the place to wait for: that of the configuration, or where it says `ack`, the best there is.
    ///
    /// - Returns: Never `ack`; `none` also if every reply of Redis comes after the disk has the write.
    /// - Throws: ``ServerError`` if a server of Redis has nothing to confirm writes with, or does not answer.
    static func settled(_ configuration: ServerConfiguration) async throws -> ServerConfiguration.Durability {
        let durability = configuration.durability
        // A worker that only scans hands out no ids.
        guard durability != .none, configuration.role != .scan, let url = configuration.redisURL else { return .none }
        let means: [Means]
        do {
            means = try await RedisAtStart.ask(url) { client in
                var means: [Means] = []
                for master in try await client.masters() { means.append(try await Self.means(of: master)) }
                return means
            }
        } catch let error as RedisError {
            throw ServerError.cannotConfirm(durability, error)
        }
        let haveReplicas = means.allSatisfy(\.hasReplica)
        switch durability {
        case .ack where haveReplicas, .replica where haveReplicas: return .replica
        case .replica: throw ServerError.noReplica
        default: break
        }
        if means.contains(where: { $0.file == .off }) { throw ServerError.nothingConfirms(durability) }
        if means.contains(where: { $0.file == .untold }) { throw ServerError.fileIsUntold(durability) }
        return means.allSatisfy { $0.file == .precedesReplies } ? .none : .aof
    }

    private static func means(of master: RedisNode) async throws(RedisError) -> Means {
        let role = try await master.send(.role).array ?? []
        let replicas = role.count > 2 ? role[2].array?.count ?? 0 : 0
        // Permissions, too, are to be known before the first scan: 0 replicas are there at once.
        _ = try await master.confirms(.wait(replicas: 0, within: .milliseconds(1)))
        return Means(hasReplica: replicas > 0, file: try await file(of: master))
    }

    private static func file(of master: RedisNode) async throws(RedisError) -> Means.File {
        do throws(RedisError) {
            _ = try await master.confirms(.waitaof(local: 1, replicas: 0, within: .milliseconds(1)))
            return .waits
        } catch {
            guard let refusal = error.serverError, refusal.prefix == "ERR" else { throw error }
            // The server knows the command, and has no such file.
            guard refusal.message.contains("unknown command") else { return .off }
        }
        let words = (try await master.send(.configGet(["appendonly", "appendfsync"])).array ?? []).map(\.string)
        guard words.contains("yes") else { return .off }
        return words.contains("always") ? .precedesReplies : .untold
    }
}

extension RedisNode {
    /// Sends a command that waits, on a connection of its own.
    fileprivate func confirms(_ command: RedisCommand) async throws(RedisError) -> RESPValue {
        do {
            return try await withDedicatedConnection { try await $0.send(command) }
        } catch let error as RedisError {
            throw error
        } catch {
            throw RedisError(.cancelled, "the server is stopping", outcome: .unknown)
        }
    }
}

extension ServerError {
    fileprivate static let noReplica = ServerError(
        "--durability replica needs a replica of every master, and one has none now: start it, or take --durability aof "
            + "(the disk) or none"
    )

    fileprivate static func nothingConfirms(_ durability: ServerConfiguration.Durability) -> ServerError {
        let lack = durability == .aof ? "no append-only file" : "neither a replica nor an append-only file"
        let remedy = durability == .aof ? "set appendonly yes" : "start a replica, set appendonly yes"
        return ServerError(
            "--durability \(durability) needs what can confirm a write, and Redis has \(lack): \(remedy), or take "
                + "--durability none"
        )
    }

    fileprivate static func fileIsUntold(_ durability: ServerConfiguration.Durability) -> ServerError {
        ServerError(
            "--durability \(durability) needs Redis 7.2 or later to tell when its append-only file is on disk, and this is "
                + "an earlier one: set appendfsync always, with which every reply comes after it, start a replica, or "
                + "take --durability none"
        )
    }

    fileprivate static func cannotConfirm(
        _ durability: ServerConfiguration.Durability,
        _ error: RedisError
    ) -> ServerError {
        let remedy =
            error.serverError?.prefix == "NOPERM"
            ? "give its user +role, +wait, +config|get and, from 7.2 on, +waitaof" : "start it first"
        return ServerError(
            "cannot ask Redis what it can confirm (\(error.message)): \(remedy), or take --durability none"
        )
    }
}
