//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import ScanRedis
import TestSelection
import Testing

@testable import ScanServer

@Suite struct `The end of a process` {
    /// All threads that run tasks are blocked forever, as with a body that takes minutes to parse.
    @Test(.takesSeconds) func `comes by the watchdog when nothing else can end it`() async {
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let watchdog = ShutdownWatchdog(of: "test", grace: .zero, endsWithParent: false)
            // The watchdog's signal handler must be installed before the signal arrives.
            usleep(300_000)
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount * 4 {
                Task.detached { while true {} }
            }
            kill(getpid(), SIGTERM)
            while true { withExtendedLifetime(watchdog) {} }
        }
    }
}

@Suite struct `The pause before a worker is started again` {
    @Test func `grows to two seconds, is drawn anew each time, and begins anew after a healthy life`() {
        var backoff = WorkerBackoff()
        var generator = SystemRandomNumberGenerator()
        var bound = Duration.milliseconds(100)
        for _ in 0..<20 {
            let pause = backoff.pause(afterLiving: .zero, using: &generator)
            #expect(pause >= bound / 2 && pause <= bound, "\(pause) of \(bound)")
            bound = min(bound * 2, .seconds(2))
        }
        #expect(backoff.pause(afterLiving: .seconds(10), using: &generator) <= .milliseconds(100))
        var draws: Set<Duration> = []
        for _ in 0..<10 {
            var other = WorkerBackoff()
            draws.insert(other.pause(afterLiving: .zero, using: &generator))
        }
        #expect(draws.count > 5)
    }
}

@Suite struct `A port that is kept` {
    @Test func `goes to workers that share it, and to nobody else`() async throws {
        let reservation = try PortReservation(ListeningAddress(host: "127.0.0.1", port: 0))
        #expect(reservation.port > 0)
        let group = MultiThreadedEventLoopGroup.singleton
        let alone = ServerBootstrap(group: group).serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        await #expect(throws: (any Error).self) {
            try await alone.bind(host: "127.0.0.1", port: reservation.port).get().close().get()
        }
        let shared = ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(NIOBSDSocket.Option(rawValue: SO_REUSEPORT)), value: 1)
        for _ in 0..<2 {
            let channel = try await shared.bind(host: "127.0.0.1", port: reservation.port).get()
            // The kernel connects clients to the listening socket, not to the one that reserves the port.
            for _ in 0..<8 {
                try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: reservation.port).get().close()
                    .get()
            }
            try await channel.close()
        }
        withExtendedLifetime(reservation) {}
    }
}

@Suite struct `The settings of a Redis` {
    @Test(
        arguments: [
            (["maxmemory-policy": "noeviction", "save": "", "appendonly": "yes"], 0),
            (["maxmemory-policy": "noeviction", "save": "3600 1", "appendonly": "no"], 0),
            (["maxmemory-policy": "allkeys-lru", "save": "", "appendonly": "yes"], 1),
            (["maxmemory-policy": "volatile-ttl", "save": "", "appendonly": "no"], 2), ([:], 0),
        ] as [([String: String], Int)]
    )
    func `are warned of where they lose scans`(values: [String: String], count: Int) {
        #expect(RedisSettings(values).warnings.count == count)
    }
}

@Suite struct `The options of serve` {
    @Test(arguments: [
        "--lease=1e-9", "--lease=0", "--lease=-1", "--lease=nan", "--lease=0.05", "--result-ttl=1e-9",
        "--logins-per-minute=0", "--shutdown-grace=-1",
    ])
    func `refuse what is too little to work with`(option: String) {
        let error = #expect(throws: (any Error).self) { try ServeOptions.parse([option]) }
        let name = option.prefix { $0 != "=" }
        #expect(error.map { ServeOptions.message(for: $0) }?.contains(name) == true)
    }

    @Test func `take the shortest lease that can be renewed`() throws {
        _ = try ServeOptions.parse(["--lease=0.1"])
    }
}
