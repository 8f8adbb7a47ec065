//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Synchronization

/// A run of the core on one thread and in virtual time, in which every order of events follows from a schedule.
///
/// Service, resolver, worker, engine, runner and the store in memory are the real ones. Simulated are the executor, the
/// clocks, the network between them, and the time that strategies take.
package struct Simulation: Sendable {
    /// The outcome of a run.
    package struct Outcome: Sendable {
        /// The first violation; `nil` if every rule held.
        package let violation: Violation?
        /// The trace; empty unless it was asked for.
        package let trace: [String]
        /// The number of steps: jobs that ran, and timers.
        package let steps: UInt64
    }

    /// The limit of a run, which a run that goes on for ever exceeds.
    private static let limit: UInt64 = 500_000

    let world: World
    let nodes: [Node]
    private let clients: [Client]
    private let ledger = Ledger()
    let isHealed = Once()

    private init(_ schedule: Schedule, _ behaviour: CoreBehaviour, keepsTrace: Bool) {
        let world = World(schedule, behaviour: behaviour, keepsTrace: keepsTrace)
        let nodes = (1...schedule.nodes).map { Node($0, in: world) }
        self.world = world
        self.nodes = nodes
        clients = schedule.clients.map { [ledger] in Client(number: $0, world: world, nodes: nodes, ledger: ledger) }
    }

    /// Runs a schedule.
    ///
    /// - Parameters:
    ///   - schedule: The schedule.
    ///   - behaviour: The core, or a mutant of it.
    ///   - keepsTrace: A flag that is true if the trace is returned.
    /// - Returns: The first violation, if any, and the trace.
    package static func run(
        _ schedule: Schedule,
        behaviour: CoreBehaviour = CoreBehaviour(),
        keepsTrace: Bool = false
    ) -> Outcome {
        let simulation = Simulation(schedule, behaviour, keepsTrace: keepsTrace)
        simulation.run()
        let world = simulation.world
        return Outcome(violation: world.audit.violation, trace: world.trace.lines, steps: world.scheduler.steps)
    }

    private func run() {
        begin()
        let horizon = Schedule.horizon
        proceed { world.scheduler.now >= horizon || ledger.done == clients.count }
        heal()
        for part in [awaitEnds, askAgain, expire] where world.audit.violation == nil { part() }
        end()
    }

    /// Starts nodes, clients and faults.
    private func begin() {
        for node in nodes { node.start() }
        for client in clients { begin { try? await client.run() } }
        for fault in world.schedule.faults { plan(fault) }
    }

    private func begin(_ body: @escaping @Sendable () async -> Void) {
        // It ends before the run does, since the run goes on until nothing is left to do.
        Task(executorPreference: world.executor) { [ledger] in
            await body()
            ledger.finish()
        }
    }

    /// Ends all faults, so that what is still to come has to come.
    private func heal() {
        world.trace.note("everything is healed")
        isHealed.set()
        world.network.heal()
        world.machine.heal()
        for node in nodes { node.resume() }
    }

    private func awaitEnds() {
        // What is still on its way arrives first: late messages, and requests that a stall has kept waiting.
        pass(.seconds(6))
        // Clocks that were set back by a minute keep leases for longer, poisoned scans are tried three times.
        let limit = world.scheduler.now + .seconds(300)
        proceed {
            world.scheduler.now >= limit || (ledger.done == clients.count && world.audit.unfinished.isEmpty)
        }
        if let scan = world.audit.unfinished.first { world.audit.report(.ends, "\(scan.scan.short) has not ended") }
    }

    private func askAgain() { ask("at the end") }

    /// Polls every scan by every way once more, and reads its results.
    private func ask(_ when: String) {
        world.trace.note("every scan is polled \(when)")
        let done = ledger.done
        for client in clients {
            begin { [ledger] in
                for key in ledger.keys {
                    await client.poll(key)
                    await client.read(key)
                }
            }
        }
        proceed { ledger.done == done + clients.count }
    }

    /// Lets everything expire: first the results, then all that the store keeps for longer.
    private func expire() {
        for node in nodes { node.retire() }
        pass(World.lifetimes(world.schedule).partial + .seconds(70))
        ask("after its time")
        pass(.seconds(8 * 86_400))
        begin { [world] in
            // Whoever takes from the queue also removes the messages of scans that have expired.
            let memory = world.machine.memory
            _ = try? await world.behaviour.next(memory, WorkerID("last"), .zero)
            world.machine.look()
            memory.state.withLock { world.audit.judgeEnd($0) }
        }
        let done = ledger.done
        proceed { ledger.done == done + 1 }
    }

    private func pass(_ duration: Duration) {
        let isOver = Once()
        world.scheduler.after(duration) { isOver.set() }
        proceed { isOver.isSet }
    }

    /// Ends every process, and lets every task run to its end.
    private func end() {
        for node in nodes { node.end() }
        var steps = 0
        while world.scheduler.step(), steps < 100_000 { steps += 1 }
    }

    /// Steps until a condition holds, a rule is broken, or nothing is left to do.
    private func proceed(until isOver: () -> Bool) {
        while !isOver(), world.audit.violation == nil {
            strike()
            guard world.scheduler.step() else { return world.audit.report(.terminates, "nothing is left to do") }
            guard world.scheduler.steps < Self.limit else { return world.audit.report(.terminates, "it goes on") }
        }
    }
}
