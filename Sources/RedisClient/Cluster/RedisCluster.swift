//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import NIOCore
import Synchronization

/// The nodes of a cluster, among which commands are distributed by their keys.
///
/// - Commands of several slots are written at once: one pipeline for each node.
/// - A node's refusal (`MOVED`, `ASK`, `TRYAGAIN`, `CLUSTERDOWN`) sends the command again, there or elsewhere, until the
///   command timeout; it changed nothing.
/// - A command that was not written, and a read-only one without a reply, are sent again likewise, since another node may
///   take the place of one that failed.
///
/// Source: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/
final class RedisCluster: Sendable {
    typealias Endpoint = RedisConfiguration.Endpoint
    typealias Reply = Result<RESPValue, RedisError>

    struct State {
        var topology: ClusterTopology?
        var nodes: [Endpoint: RedisNode] = [:]
        /// The nodes that commands were sent to since the topology was last read.
        var used: Set<Endpoint> = []
        var lastFailure: String?
        var isStarted = false
    }

    /// A command that has no reply yet.
    private struct Pending {
        let place: Int
        let command: RedisCommand
        let slot: HashSlot?
        /// The node that has a key of a slot on its way; `nil` for the slot's owner.
        var asked: Endpoint?
        /// The reason why it has no reply.
        var trouble: RedisError?
    }

    let environment: RedisEnvironment
    let state = Mutex(State())
    /// The nodes to connect to.
    let additions = AsyncStream.makeStream(of: RedisNode.self)
    /// The wishes for a look at the topology.
    let refreshes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// The time that a command waits for a node's connection before it looks whether another node has taken over.
    private static let patience = TimeAmount.milliseconds(100)
    /// The redirections that are followed at once; a slot on its way causes one or two.
    private static let promptRedirections = 3

    init(_ environment: RedisEnvironment) {
        self.environment = environment
    }

    var isConnected: Bool { state.withLock { $0.nodes.values.contains { $0.isConnected } } }

    func send(_ command: RedisCommand) async throws(RedisError) -> RESPValue {
        try await results(of: [command])[0].get().successOrThrow()
    }

    func evaluate(
        _ script: RedisScript,
        keys: [String],
        arguments: [RedisArgument]
    ) async throws(RedisError) -> RESPValue {
        // Each node has scripts of its own.
        try await script.evaluate(keys: keys, arguments: arguments) { command async throws(RedisError) in
            try await results(of: [command])[0].get()
        }
    }

    /// Runs a script, and returns its reply once all that its node did before is confirmed; see
    /// ``RedisClient/confirm(_:keys:arguments:)``.
    func confirm(
        _ script: RedisScript,
        keys: [String],
        arguments: [RedisArgument]
    ) async throws(RedisError) -> RESPValue {
        try await script.evaluate(keys: keys, arguments: arguments) { command async throws(RedisError) in
            try await results(of: [command], confirmed: true)[0].get()
        }
    }

    /// Returns the masters, once they are known and all of them are connected: one that is not may have been replaced.
    func masters() async throws(RedisError) -> [RedisNode] {
        let deadline = NIODeadline.now() + TimeAmount(environment.configuration.timeouts.command)
        var round = 0
        while true {
            let masters = state.withLock { $0.topology?.masters ?? [] }.map(node)
            if !masters.isEmpty, masters.allSatisfy(\.isConnected) { return masters }
            guard .now() < deadline, await rest(before: deadline, round: round) else {
                throw masters.isEmpty ? unavailable() : RedisError.clusterWithoutMaster
            }
            round += 1
        }
    }

    /// Returns the master that has a key's slot, and those others that are connected.
    func holders(of key: String) throws(RedisError) -> (owner: RedisNode, others: [RedisNode]) {
        let slot = HashSlot(of: key)
        let (owner, others) = state.withLock { state in
            let owner = state.topology?.owner(of: slot)
            let masters = state.topology?.masters ?? []
            return (owner, masters.filter { $0 != owner && state.nodes[$0]?.isConnected == true })
        }
        guard let owner else { throw unavailable() }
        return (node(owner), others.map(node))
    }

    /// Sends commands, and returns one reply or error for each.
    ///
    /// - Parameters:
    ///   - commands: The commands.
    ///   - time: The time, where it is shorter than the command timeout.
    ///   - isConfirmed: A flag that is true if replies are to be returned once they are confirmed.
    /// - Returns: One reply or error for each command.
    func results(
        of commands: [RedisCommand],
        within time: Duration? = nil,
        confirmed isConfirmed: Bool = false
    ) async -> [Reply] {
        let timeout = environment.configuration.timeouts.command
        let time = min(time ?? timeout, timeout)
        let deadline = NIODeadline.now() + TimeAmount(time)
        var replies = [Reply?](repeating: nil, count: commands.count)
        var pending = commands.enumerated().map { place, command in
            Pending(place: place, command: command, slot: command.key.map { HashSlot(of: $0.bytes) })
        }
        var round = 0
        while true {
            let isLate = round > 0 || time < timeout
            let answers = await exchange(pending, before: deadline, isLate: isLate, isConfirmed: isConfirmed)
            var remaining: [Pending] = []
            var mayGoOnAtOnce = round < Self.promptRedirections
            for (item, answer) in zip(pending, answers) {
                switch verdict(on: item, answer) {
                case .done(let reply): replies[item.place] = reply
                case .again(let item, let isRedirected):
                    remaining.append(item)
                    mayGoOnAtOnce = mayGoOnAtOnce && isRedirected
                }
            }
            pending = remaining
            if pending.isEmpty { break }
            if !mayGoOnAtOnce, !(await rest(before: deadline, round: round)) { break }
            round += 1
        }
        for item in pending { replies[item.place] = .failure(item.trouble ?? unavailable()) }
        return replies.map { $0 ?? .failure(unavailable()) }
    }

    // MARK: - One round

    private enum Verdict {
        case done(Reply)
        /// Again, and at once if a node has told where to.
        case again(Pending, isRedirected: Bool)
    }

    private func verdict(on item: Pending, _ answer: Reply) -> Verdict {
        var item = item
        item.asked = nil
        switch answer {
        case .success(let reply):
            guard let error = reply.error,
                let refusal = ClusterRefusal(error, isReadOnly: item.command.isReadOnly)
            else { return .done(answer) }
            item.trouble = .server(error)
            switch refusal {
            case .moved(let slot, let host, let port):
                move(slot, to: address(host, port))
                requestRefresh()
                return .again(item, isRedirected: true)
            case .ask(let host, let port):
                item.asked = address(host, port)
                return .again(item, isRedirected: true)
            case .later:
                requestRefresh()
                return .again(item, isRedirected: false)
            }
        case .failure(let error):
            // Another node may have taken over.
            if error.code != .cancelled { requestRefresh() }
            // The time of a read that was refused may end in its last attempt: the refusal says why.
            if error.code == .timeout, item.command.isReadOnly, let refusal = item.trouble, refusal.isRefusalForNow {
                return .done(.failure(refusal))
            }
            guard error.code == .unavailable || error.code == .connectionLost,
                error.outcome == .notSent || (item.command.isReadOnly && item.trouble?.outcome != .unknown)
            else { return .done(answer) }
            item.trouble = error
            return .again(item, isRedirected: false)
        }
    }

    /// Sends each command once, in one pipeline for each node.
    private func exchange(
        _ items: [Pending],
        before deadline: NIODeadline,
        isLate: Bool,
        isConfirmed: Bool
    ) async -> [Reply] {
        let targets = items.map(target)
        guard let first = targets.first else { return [] }
        if targets.allSatisfy({ $0 == first }) {
            return await exchange(items, with: first, before: deadline, isLate: isLate, isConfirmed: isConfirmed)
        }
        var replies = items.map { _ in Reply.failure(RedisError.clusterWithoutMasters) }
        let groups = Dictionary(grouping: items.indices) { targets[$0] }
        await withTaskGroup(of: (places: [Int], replies: [Reply]).self) { group in
            for (target, places) in groups {
                group.addTask {
                    let part = places.map { items[$0] }
                    let replies = await self.exchange(
                        part,
                        with: target,
                        before: deadline,
                        isLate: isLate,
                        isConfirmed: isConfirmed
                    )
                    return (places, replies)
                }
            }
            for await (places, part) in group {
                for (place, reply) in zip(places, part) { replies[place] = reply }
            }
        }
        return replies
    }

    private func exchange(
        _ items: [Pending],
        with target: Endpoint?,
        before deadline: NIODeadline,
        isLate: Bool,
        isConfirmed: Bool
    ) async -> [Reply] {
        guard let target else { return items.map { _ in .failure(unavailable()) } }
        // ASKING holds for the very next command.
        let commands = items.flatMap { $0.asked == nil ? [$0.command] : [.asking, $0.command] }
        do throws(RedisError) {
            let node = node(target)
            let replies: [RESPValue]
            if isConfirmed {
                replies = try await node.confirm(commands, patience: Self.patience)
            } else {
                let batch = try RedisBatch(commands)
                replies = try await node.attempt(batch, before: deadline, patience: Self.patience, isLate: isLate)
            }
            var next = 0
            return items.map { item in
                next += item.asked == nil ? 1 : 2
                return .success(replies[next - 1])
            }
        } catch {
            return items.map { _ in .failure(error) }
        }
    }

    /// Returns the node that a command is for; `nil` while nobody knows.
    private func target(of item: Pending) -> Endpoint? {
        if let asked = item.asked { return asked }
        return state.withLock { state in
            if let slot = item.slot { return state.topology?.owner(of: slot) }
            let masters = state.topology?.masters ?? []
            return masters.first { state.nodes[$0]?.isConnected == true } ?? masters.first
        }
    }

    // MARK: - Nodes

    /// Returns a node, which is connected to from now on.
    func node(_ endpoint: Endpoint) -> RedisNode {
        let (node, isNew) = state.withLock { state in
            state.used.insert(endpoint)
            if let node = state.nodes[endpoint] { return (node, false) }
            let node = RedisNode(.fixed(endpoint), in: environment)
            state.nodes[endpoint] = node
            return (node, true)
        }
        if isNew { additions.continuation.yield(node) }
        return node
    }

    private func move(_ slot: HashSlot, to endpoint: Endpoint) {
        state.withLock { $0.topology?.move(slot, to: endpoint) }
    }

    /// Returns the address that a redirection names.
    private func address(_ host: String, _ port: Int) -> Endpoint {
        // A node that does not know its own name leaves the host out; then it is that of the first seed.
        environment.configuration.endpoint.with(host: host, port: port)
    }

    func requestRefresh() { refreshes.continuation.yield() }

    /// Pauses before the next round; returns false if there is no time for another one, or the task is cancelled.
    private func rest(before deadline: NIODeadline, round: Int) async -> Bool {
        requestRefresh()
        let pause = Duration.milliseconds(5 << min(round, 4)) * Double.random(in: 0.5...1)
        guard .now() + TimeAmount(pause) < deadline else { return false }
        do { try await Task.sleep(for: pause) } catch { return false }
        return true
    }

    private func unavailable() -> RedisError {
        let (isStarted, failure) = state.withLock { ($0.isStarted, $0.lastFailure) }
        let reason = isStarted ? failure ?? "no master has this slot" : "the client's run() was not started"
        return RedisError(.unavailable, "no node of the cluster serves the command: \(reason)", outcome: .notSent)
    }
}
