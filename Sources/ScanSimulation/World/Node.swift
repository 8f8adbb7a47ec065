//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import ScanCore
import Strategies
import Synchronization

/// A node: a process with the service of the API and a worker, which is killed, stopped, suspended and started again.
final class Node: Sendable {
    private struct Process {
        let life: NodeLife
        let service: ScanService
        let worker: ScanWorker
    }

    private struct State {
        var process: Process?
        var starts = 0
        var isRetired = false
    }

    private let number: Int
    private let world: World
    private let executor: LaneExecutor
    private let clock: Turned
    private let state = Mutex(State())

    /// Creates a node without a process.
    init(_ number: Int, in world: World) {
        self.number = number
        self.world = world
        executor = LaneExecutor(lane: number, scheduler: world.scheduler)
        clock = Turned(scheduler: world.scheduler)
    }

    /// Starts the process, unless there is one.
    func start() {
        let life = state.withLock { state -> NodeLife? in
            guard state.process == nil else { return nil }
            state.starts += 1
            return NodeLife(node: number, number: state.starts)
        }
        guard let life else { return }
        let process = makeProcess(life)
        state.withLock { $0.process = process }
        world.trace.note("\(life) starts")
        if !isRetired { life.begin(on: executor) { await process.worker.run() } }
    }

    /// Kills the process, wherever it is.
    func crash(downtime: Duration) {
        guard let process = current else { return }
        world.trace.note("\(process.life) is killed")
        state.withLock { $0.process = nil }
        process.life.end()
        // Its tasks have to run to their end, without any effect.
        world.scheduler.resume(number)
        world.scheduler.after(downtime) { self.start() }
    }

    /// Stops the process in good order: it takes no more requests, and hands back what it holds.
    func stop(downtime: Duration) {
        guard let process = current, process.life.isServing else { return }
        world.trace.note("\(process.life) stops")
        process.life.stopServing()
        process.worker.stop()
        // Long enough for it; who has not ended then is killed, as by a supervisor.
        world.scheduler.after(.seconds(5)) {
            guard process.life.isAlive, !self.isRetired else { return }
            self.state.withLock { if $0.process?.life === process.life { $0.process = nil } }
            process.life.end()
            self.world.scheduler.after(downtime) { self.start() }
        }
    }

    /// Stops the worker for good, and goes on answering requests.
    func retire() {
        state.withLock { $0.isRetired = true }
        current?.worker.stop()
        start()
    }

    /// Suspends the process.
    func suspend(for length: Duration) {
        world.trace.note("n\(number) is suspended")
        world.scheduler.suspend(number)
        world.scheduler.after(length) { self.resume() }
    }

    /// Goes on after a suspension.
    func resume() { world.scheduler.resume(number) }

    /// Lets the node's wall clock jump.
    func turn(by jump: Duration) { clock.turn(by: jump) }

    /// Ends the process for good.
    func end() {
        let process = state.withLock { state in
            defer { state.process = nil }
            return state.process
        }
        process?.life.end()
        world.scheduler.resume(number)
    }

    /// Asks the service; who asks a node that is not there learns it at once.
    func ask<Value: Sendable>(
        _ question: @escaping @Sendable (ScanService) async throws(StoreError) -> Value,
        reply: @escaping @Sendable (Result<Value, StoreError>) -> Void
    ) {
        guard let process = current, process.life.isServing else {
            return reply(.failure(StoreError(.unavailable, "nobody listens")))
        }
        process.life.begin(on: executor) {
            let result: Result<Value, StoreError>
            do throws(StoreError) {
                result = .success(try await question(process.service))
            } catch {
                result = .failure(error)
            }
            if process.life.isAlive { reply(result) }
        }
    }

    private var isRetired: Bool { state.withLock { $0.isRetired } }
    private var current: Process? { state.withLock { $0.process } }

    private func makeProcess(_ life: NodeLife) -> Process {
        let behaviour = world.behaviour
        let lifetimes = World.lifetimes(world.schedule)
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        let store = NodeStore(world: world, life: life)
        let memory = ScanMemory(lifetimes: lifetimes)
        let strategies = makeStrategies(life)
        let service = ScanService(
            store: store,
            diagnostics: store,
            memory: memory,
            resolver: behaviour.resolver(store, memory, SearchLimits(), logger),
            strategies: strategies,
            quota: nil,
            rendering: SimulatedAnswers(),
            clock: clock.clock,
            makeID: { [world] in world.makeID() },
            logger: logger
        )
        let threads = StrategyThreads(cores: 2, clock: clock.clock) { [world] work in
            world.scheduler.after(world.computingTime(), work)
        }
        let engine = ScanEngine(
            queue: store,
            market: SimulatedMarket(),
            strategies: strategies,
            threads: threads,
            lifetimes: lifetimes,
            clock: clock.clock,
            logger: logger
        )
        let worker = ScanWorker(
            id: WorkerID("\(life)"),
            queue: store,
            engine: engine,
            configuration: .init(concurrency: 2),
            clock: clock.clock,
            logger: logger
        )
        return Process(life: life, service: service, worker: worker)
    }

    private func makeStrategies(_ life: NodeLife) -> [any Strategy] {
        let poison = SimulatedStrategy(id: Client.poison) { [weak self] in
            if life.isAlive { self?.crash(downtime: .milliseconds(500)) }
        }
        return Client.strategies(world.schedule).map { SimulatedStrategy(id: $0) } + [poison]
    }
}
