//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A copy-on-write box for a value that many others share.
///
/// It can be inlined, so that other modules read a field without asking for the type of the value each time.
@usableFromInline
package struct CopyOnWrite<Value: Sendable & Hashable>: Sendable, Hashable {
    @usableFromInline
    final class Box: Sendable {
        @usableFromInline let value: Value

        @inlinable init(_ value: Value) { self.value = value }
    }

    @usableFromInline var box: Box

    @inlinable package init(_ value: Value) { box = Box(value) }

    @inlinable package var value: Value {
        // Lent, not copied: mostly a single field is read.
        _read { yield box.value }
        set { box = Box(newValue) }
    }

    /// Applies several changes, which cost one copy together.
    @inlinable package mutating func change(_ change: (inout Value) -> Void) {
        var value = box.value
        change(&value)
        box = Box(value)
    }

    /// Returns true if both refer to the same value in memory.
    @inlinable package func isIdentical(to other: Self) -> Bool { box === other.box }

    @inlinable package static func == (first: Self, second: Self) -> Bool {
        first.box === second.box || first.box.value == second.box.value
    }

    @inlinable package func hash(into hasher: inout Hasher) { box.value.hash(into: &hasher) }
}
