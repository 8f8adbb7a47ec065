//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// Keeps what was read from some bytes, so that the same bytes are not read twice, and what they say lies in memory once.
///
/// A place for each of some thousand hashes; what meets something else in its place takes it over.
struct InternTable<Value> {
    /// The longest bytes that are kept; longer ones are hardly ever met again.
    private static var longest: Int { 2048 }
    private static var size: Int { 8192 }

    /// Empty until something is kept: a reader of a short history never needs the room.
    private var places: [(bytes: ArraySlice<UInt8>, value: Value)?] = []

    /// What was read from the same bytes before.
    func value(of bytes: ArraySlice<UInt8>) -> Value? {
        guard !self.places.isEmpty, bytes.count <= Self.longest, let known = self.places[Self.place(of: bytes)]
        else { return nil }
        return Self.areEqual(known.bytes, bytes) ? known.value : nil
    }

    /// Keeps what was read from some bytes.
    mutating func keep(_ value: Value, of bytes: ArraySlice<UInt8>) {
        guard bytes.count <= Self.longest else { return }
        if self.places.isEmpty { self.places = Array(repeating: nil, count: Self.size) }
        // A copy of its own: the slice would keep the whole piece of the file.
        self.places[Self.place(of: bytes)] = (ArraySlice(Array(bytes)), value)
    }

    private static func areEqual(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
        guard first.count == second.count else { return false }
        return unsafe first.withUnsafeBytes { first in
            unsafe second.withUnsafeBytes { second in
                guard let start = first.baseAddress, let other = second.baseAddress else { return true }
                return unsafe memcmp(start, other, first.count) == 0
            }
        }
    }

    /// Eight bytes at a time; whoever makes hashes collide only makes reading slower.
    private static func place(of bytes: ArraySlice<UInt8>) -> Int {
        unsafe bytes.withUnsafeBytes { bytes in
            var hash = UInt64(bytes.count)
            var position = 0
            while position + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 32
                position += 8
            }
            while position < bytes.count {
                hash = unsafe (hash ^ UInt64(bytes[position])) &* 0x9E37_79B9_7F4A_7C15
                position += 1
            }
            return Int(truncatingIfNeeded: (hash ^ hash >> 29) % UInt64(Self.size))
        }
    }
}
