//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Keeps texts that were read before, so that a million lines about one scan hold its id once.
///
/// A place for each of some thousand hashes; a text that meets another one in its place takes it over.
struct TextPool {
    private static let size = 4096

    private var texts = [String?](repeating: nil, count: Self.size)

    /// The text of some bytes, shared with earlier ones; `nil` when they are not UTF-8.
    mutating func text(_ bytes: ArraySlice<UInt8>) -> String? {
        // What is this short lies in the string itself.
        guard bytes.count > 15 else { return String(validating: bytes, as: UTF8.self) }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let place = Int(truncatingIfNeeded: (hash ^ hash >> 32) % UInt64(Self.size))
        if let known = self.texts[place], known.utf8.count == bytes.count, known.utf8.elementsEqual(bytes) {
            return known
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.texts[place] = text
        return text
    }
}
