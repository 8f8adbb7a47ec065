//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis

extension RedisScript {
    /// Runs the script by its digest, and by its source where the server does not know it yet.
    ///
    /// The server looks the script up before it runs anything, so the script cannot run twice.
    ///
    /// - Parameters:
    ///   - keys: Its `KEYS`.
    ///   - arguments: Its `ARGV`.
    ///   - send: The way to the server, which returns error replies as they are.
    /// - Returns: The script's reply, never an error reply.
    /// - Throws: ``RedisError``.
    func evaluate(
        keys: [String],
        arguments: [RedisArgument],
        by send: (RedisCommand) async throws(RedisError) -> RESPValue
    ) async throws(RedisError) -> RESPValue {
        let reply = try await send(.evalsha(self, keys: keys, arguments: arguments))
        guard reply.error?.prefix == "NOSCRIPT" else { return try reply.successOrThrow() }
        return try await send(.eval(self, keys: keys, arguments: arguments)).successOrThrow()
    }
}
