//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import Logging
import Synchronization

extension RedisCluster {
    /// The shortest time between two looks at the topology; a failover takes seconds.
    private static let refreshInterval = Duration.milliseconds(100)

    /// Follows the topology and keeps the masters connected until cancellation.
    func run() async {
        state.withLock { $0.isStarted = true }
        requestRefresh()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await withDiscardingTaskGroup { nodes in
                    for await node in self.additions.stream { nodes.addTask { await node.run() } }
                }
            }
            group.addTask {
                for await _ in self.refreshes.stream {
                    await self.refresh()
                    try? await self.environment.clock.sleep(for: Self.refreshInterval)
                }
            }
        }
    }

    /// Asks all known nodes for the topology, and takes what most of them say.
    private func refresh() async {
        let addresses = state.withLock { state in
            Set(environment.configuration.endpoints + (state.topology?.masters ?? []))
                .union(state.topology?.replicas ?? [])
        }
        var votes: [ClusterTopology: Int] = [:]
        var failure: String?
        var isElected = false
        await withTaskGroup(of: Result<ClusterTopology, RedisError>.self) { group in
            for address in addresses { group.addTask { await self.topology(from: address) } }
            for await result in group {
                switch result {
                case .success(let topology):
                    votes[topology, default: 0] += 1
                    guard !isElected, votes[topology, default: 0] * 2 > addresses.count else { continue }
                    // Those who do not answer are not waited for.
                    isElected = true
                    adopt(topology, failure: nil)
                    group.cancelAll()
                case .failure(let error):
                    failure = error.message
                }
            }
        }
        guard !isElected, !Task.isCancelled else { return }
        let elected = votes.max { ($0.value, $1.key.masters.count) < ($1.value, $0.key.masters.count) }?.key
        adopt(elected, failure: failure)
    }

    private func topology(from address: Endpoint) async -> Result<ClusterTopology, RedisError> {
        do throws(RedisError) {
            let connection = try await environment.connector.connect(to: address)
            do throws(RedisError) {
                let reply = try await connection.send(.clusterSlots)
                await connection.close()
                return .success(try ClusterTopology(reply, from: address))
            } catch {
                await connection.close()
                throw error.explained
            }
        } catch {
            return .failure(error)
        }
    }

    /// Takes over a topology, connects to its masters, and leaves nodes that nobody uses any more.
    private func adopt(_ topology: ClusterTopology?, failure: String?) {
        guard let topology else {
            let isNews = state.withLock { state in
                defer { state.lastFailure = failure }
                return state.lastFailure != failure
            }
            environment.logger.log(
                level: isNews ? .warning : .debug,
                "Cannot read the topology of the Redis cluster",
                metadata: ["error": "\(failure ?? "no node answers")"]
            )
            return
        }
        let (left, isChanged) = state.withLock { state in
            let isChanged = state.topology?.masters != topology.masters
            state.topology = topology
            state.lastFailure = nil
            let left = state.nodes.filter { !topology.masters.contains($0.key) && !state.used.contains($0.key) }
            for endpoint in left.keys { state.nodes[endpoint] = nil }
            state.used = []
            return (left.values, isChanged)
        }
        for node in left { node.stop() }
        for master in topology.masters { _ = node(master) }
        if isChanged {
            environment.logger.info(
                "Read the topology of the Redis cluster",
                metadata: ["masters": "\(topology.masters.map(\.description).joined(separator: ","))"]
            )
        }
    }
}

extension RedisError {
    /// The error with a remedy, where a server that is not part of a cluster refused to tell of one.
    fileprivate var explained: RedisError {
        guard let serverError else { return self }
        let message =
            if serverError.message.contains("cluster support disabled") {
                "this Redis is not a cluster: write redis:// or rediss:// in its address, without +cluster"
            } else if serverError.prefix == "NOPERM" {
                "the user may not ask for the slots: give it +cluster|slots"
            } else {
                self.message
            }
        return RedisError(code, message, outcome: outcome, serverError: serverError)
    }
}
