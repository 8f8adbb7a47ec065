//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A value that many others hold: it lies in memory once, and whoever changes it gets one of its own.
struct CopyOnWrite<Value: Sendable & Hashable>: Sendable, Hashable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var box: Box

    init(_ value: Value) { self.box = Box(value) }

    var value: Value {
        // Lent, not copied: mostly one field of many is looked at.
        _read { yield self.box.value }
        set { self.box = Box(newValue) }
    }

    static func == (first: Self, second: Self) -> Bool {
        first.box === second.box || first.box.value == second.box.value
    }

    func hash(into hasher: inout Hasher) { self.box.value.hash(into: &hasher) }
}
