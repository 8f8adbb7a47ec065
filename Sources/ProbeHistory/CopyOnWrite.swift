//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A copy-on-write box for a value that many others share.
struct CopyOnWrite<Value: Sendable & Hashable>: Sendable, Hashable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box

    init(_ value: Value) { box = Box(value) }

    var value: Value {
        // Lent, not copied: mostly a single field is read.
        _read { yield box.value }
        set { box = Box(newValue) }
    }

    /// Applies several changes, which cost one copy together.
    mutating func change(_ change: (inout Value) -> Void) {
        var value = box.value
        change(&value)
        box = Box(value)
    }

    /// Returns true if both refer to the same value in memory.
    func isIdentical(to other: Self) -> Bool { box === other.box }

    static func == (first: Self, second: Self) -> Bool {
        first.box === second.box || first.box.value == second.box.value
    }

    func hash(into hasher: inout Hasher) { box.value.hash(into: &hasher) }
}
