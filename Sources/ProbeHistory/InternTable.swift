//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A table of parsed values by their bytes, so that equal bytes are parsed once and share one value in memory.
///
/// It has one slot for each of some thousand hashes; a new value replaces another one in its slot.
struct InternTable<Value> {
    /// The maximum length of kept bytes; longer ones hardly ever recur.
    private static var longest: Int { 2048 }
    private static var size: Int { 8192 }

    /// The slots; none until the first value is kept, since the reader of a short history does not need the memory.
    private var places: [(bytes: ArraySlice<UInt8>, value: Value)?] = []

    /// Returns the value of equal bytes, if it is kept.
    func value(of bytes: ArraySlice<UInt8>) -> Value? {
        guard !places.isEmpty, bytes.count <= Self.longest, let known = places[Self.place(of: bytes)]
        else { return nil }
        return Self.areEqual(known.bytes, bytes) ? known.value : nil
    }

    /// Keeps the parsed value of some bytes.
    mutating func keep(_ value: Value, of bytes: ArraySlice<UInt8>) {
        guard bytes.count <= Self.longest else { return }
        if places.isEmpty { places = Array(repeating: nil, count: Self.size) }
        // A copy: the slice would keep the whole chunk of the file.
        places[Self.place(of: bytes)] = (ArraySlice(Array(bytes)), value)
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

    /// Returns the slot by a hash of eight bytes at a time; deliberate collisions only make reading slower.
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
