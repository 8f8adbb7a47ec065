//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

extension Simulation {
    /// Plans a fault that strikes at a time.
    func plan(_ fault: Fault) {
        switch fault {
        case .stop(let time, let node, let downtime):
            at(time) { self.node(node).stop(downtime: downtime) }
        case .partition(let time, let node, let length):
            at(time) {
                world.trace.note("n\(node) is cut off")
                world.network.cut(node, true)
                world.scheduler.after(length) { world.network.cut(node, false) }
            }
        case .clockJump(let time, let node, let jump):
            at(time) {
                world.trace.note("the clock of n\(node) jumps by \(jump)")
                self.node(node).turn(by: jump)
            }
        case .storeRestart(let time, let downtime, let forgets):
            at(time) {
                world.trace.note("the store restarts and forgets \(forgets)")
                world.machine.restart(downtime: downtime, forgetting: forgets)
            }
        case .storeStall(let time, let length):
            at(time) {
                world.trace.note("the store stalls")
                world.machine.stall()
                world.scheduler.after(length) { world.machine.resume() }
            }
        case .storeClockJump(let time, let jump):
            at(time) {
                world.trace.note("the clock of the store jumps by \(jump)")
                world.machine.turn(by: jump)
            }
        case .message, .crash, .suspension, .loss:
            break
        }
    }

    /// Lets those faults strike that are planned for the next step.
    func strike() {
        guard !isHealed.isSet else { return }
        let step = world.scheduler.steps + 1
        for fault in world.schedule.faults {
            switch fault {
            case .crash(step, let node, let downtime): self.node(node).crash(downtime: downtime)
            case .suspension(step, let node, let length): self.node(node).suspend(for: length)
            case .loss(step, let keys): lose(keys)
            default: break
            }
        }
    }

    private func node(_ number: Int) -> Node { nodes[(number - 1) % nodes.count] }

    private func at(_ time: Duration, _ strike: @escaping @Sendable () -> Void) {
        world.scheduler.after(time) { if !isHealed.isSet { strike() } }
    }

    /// Lets the store lose lookup keys of a scan that is drawn.
    private func lose(_ kinds: Fault.Keys) {
        let keys = world.audit.state.withLock { $0.scans.filter(\.isDue).map(\.key) }
        guard !keys.isEmpty else { return }
        let key = keys[world.draws.number(.loss, world.scheduler.steps, below: keys.count)]
        world.trace.note("the store loses \(kinds) of \(key.scan.short)")
        world.audit.lost(key)
        world.machine.memory.state.withLock { state in
            if kinds == .primary || kinds == .all { state.primary[key.scan] = nil }
            if kinds == .index || kinds == .all { state.index[key.scan] = nil }
            if kinds == .latest || kinds == .all { state.latest[key.user] = nil }
        }
        world.machine.look()
    }
}
