//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis

/// The nodes of a cluster and the slots of its masters, as one of its nodes tells them.
struct ClusterTopology: Sendable, Hashable {
    typealias Endpoint = RedisConfiguration.Endpoint

    /// The masters that have slots, in the order of their first slots.
    private(set) var masters: [Endpoint]
    /// The replicas.
    let replicas: Set<Endpoint>
    /// The place in ``masters`` of each slot's owner; -1 for a slot without one.
    private var owners: [Int16]

    /// Parses a reply to `CLUSTER SLOTS`.
    ///
    /// - Parameters:
    ///   - reply: The reply.
    ///   - asked: The address of the node that replied, which stands for addresses that the reply leaves out.
    /// - Throws: ``RedisError`` if the reply is malformed, or no slot has an owner.
    init(_ reply: RESPValue, from asked: Endpoint) throws(RedisError) {
        guard let rows = reply.array else { throw Self.malformed("no list of slots") }
        var ranges: [(slots: ClosedRange<Int>, nodes: [Endpoint])] = []
        for row in rows {
            guard let fields = row.array, fields.count >= 3, let first = fields[0].integer,
                let last = fields[1].integer,
                let start = HashSlot(number: Int(first)), let end = HashSlot(number: Int(last)),
                start.number <= end.number
            else { throw Self.malformed("a range of slots without numbers from 0 to \(HashSlot.count - 1)") }
            var nodes: [Endpoint] = []
            for (place, field) in fields[2...].enumerated() {
                if let node = try Self.node(field, asked: asked) {
                    nodes.append(node)
                } else if place == 0 {
                    throw Self.malformed("a master without an address")
                }
            }
            ranges.append((start.number...end.number, nodes))
        }
        guard !ranges.isEmpty else {
            throw RedisError(.unavailable, "the cluster has no slots yet: create it first", outcome: .notSent)
        }
        var masters: [Endpoint] = []
        var replicas: Set<Endpoint> = []
        var owners = [Int16](repeating: -1, count: HashSlot.count)
        // Sorted, so that two nodes that know the same give equal topologies.
        for (slots, nodes) in ranges.sorted(by: { $0.slots.lowerBound < $1.slots.lowerBound }) {
            guard owners[slots].allSatisfy({ $0 < 0 }) else { throw Self.malformed("a slot with two masters") }
            let place = masters.firstIndex(of: nodes[0]) ?? masters.count
            if place == masters.count { masters.append(nodes[0]) }
            for slot in slots { owners[slot] = Int16(place) }
            replicas.formUnion(nodes.dropFirst())
        }
        self.masters = masters
        self.replicas = replicas
        self.owners = owners
    }

    /// Returns the master that has a slot; `nil` if none has.
    func owner(of slot: HashSlot) -> Endpoint? {
        let place = Int(owners[slot.number])
        return masters.indices.contains(place) ? masters[place] : nil
    }

    /// Notes that a master has a slot.
    mutating func move(_ slot: HashSlot, to node: Endpoint) {
        let place = masters.firstIndex(of: node) ?? masters.count
        if place == masters.count { masters.append(node) }
        owners[slot.number] = Int16(place)
    }

    /// Parses a node; `nil` for one whose address is unknown to the cluster.
    private static func node(_ field: RESPValue, asked: Endpoint) throws(RedisError) -> Endpoint? {
        guard let parts = field.array, parts.count >= 2, let number = parts[1].integer,
            let port = Int(exactly: number), (0...65_535).contains(port)
        else { throw malformed("a node without host and port") }
        let host = parts[0].string ?? ""
        guard host != "?", port != 0 else { return nil }
        return asked.with(host: host, port: port)
    }

    private static func malformed(_ what: String) -> RedisError {
        RedisError(.protocolViolation, "CLUSTER SLOTS told \(what)", outcome: .replied)
    }
}

extension RedisConfiguration.Endpoint {
    /// Returns the address of another node of the same cluster; an empty host is that of this one.
    func with(host: String, port: Int) -> RedisConfiguration.Endpoint {
        guard case .tcp(let own, _, let isEncrypted) = self else {
            return .tcp(host: host.isEmpty ? "127.0.0.1" : host, port: port, isEncrypted: false)
        }
        return .tcp(host: host.isEmpty ? own : host, port: port, isEncrypted: isEncrypted)
    }
}
