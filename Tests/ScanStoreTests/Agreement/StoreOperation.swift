//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// An operation on a store, as drawn: its numbers name one of the scans, leases and users that there are by then.
enum StoreOperation: Sendable, Hashable {
    case register(user: Int, filters: Int, forces: Bool, hasQuota: Bool)
    case registerAgain(Int)
    case presence(Int)
    case repair(Int)
    case withdraw(Int)
    case lookup(Int)
    case search(Int, byOwner: Bool)
    case restore(Int)
    case summary(Int)
    case entry(Int)
    case poll(Int)
    case results(Int)
    case latest(user: Int)
    case lifetimes(Int)
    case next(worker: Int)
    case renew(Int)
    case write(Int)
    case finish(Int, fails: Bool)
    case handBack(Int)
    case leave(worker: Int)
    case admit(subject: Int)
    case statistics
    case history(user: Int)
    case lifecycle(Int)
    case clear(user: Int)
    /// A lookup key is lost: 0 for the primary one, 1 for the index, 2 for the latest scan.
    case loseLookup(Int, kind: Int)
    /// The time of a lease runs out.
    case endLease(Int)
    /// The time of an entry that nobody works on runs out.
    case lapse(Int)

    /// Draws an operation; those that move a scan on come more often.
    init(using generator: inout SplitMix64) {
        func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        let any = below(1000)
        self =
            switch below(44) {
            case 0...5: .register(user: below(2), filters: below(2), forces: below(2) == 0, hasQuota: below(8) == 0)
            case 6: .registerAgain(any)
            case 7: .presence(any)
            case 8: .repair(any)
            case 9: .withdraw(any)
            case 10: .lookup(any)
            case 11: .search(any, byOwner: below(4) > 0)
            case 12: .restore(any)
            case 13: .summary(any)
            case 14: .entry(any)
            case 15: .poll(any)
            case 16: .results(any)
            case 17: .latest(user: below(2))
            case 18: .lifetimes(any)
            case 19...24: .next(worker: below(3))
            case 25, 26: .renew(any)
            case 27...29: .write(any)
            case 30...32: .finish(any, fails: below(3) == 0)
            case 33, 34: .handBack(any)
            case 35: .leave(worker: below(3))
            case 36: .admit(subject: below(2))
            case 37: .statistics
            case 38: .history(user: below(2))
            case 39: .lifecycle(any)
            case 40: below(4) == 0 ? .clear(user: below(2)) : .lifecycle(any)
            case 41: .loseLookup(any, kind: below(3))
            case 42: .endLease(any)
            default: .lapse(any)
            }
    }

    /// Draws a sequence.
    static func sequence(seed: UInt64) -> [StoreOperation] {
        var generator = SplitMix64(seed: seed)
        return (0..<Int.random(in: 5...40, using: &generator)).map { _ in StoreOperation(using: &generator) }
    }
}
