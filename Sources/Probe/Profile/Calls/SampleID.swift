//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Generated ids of unknown jobs.
enum SampleID {
    private static let hex = "{hex32}"
    private static let uuid = "{uuid}"
    private static let number = "{number}"

    /// Returns true if a shape has random digits: without them the id would be the same in every run.
    static func isShape(_ shape: String) -> Bool {
        shape.contains(hex) || shape.contains(uuid) || shape.contains(number)
    }

    /// Returns a random id of a shape.
    static func draw(_ shape: String, from random: inout SeededRandom) -> String {
        var id = shape
        if id.contains(hex) { id = id.replacing(hex, with: random.hex(digits: 32)) }
        if id.contains(number) {
            // Nine digits without a zero at the front, which fit into 32 bits.
            id = id.replacing(number, with: String(100_000_000 + Int(random.next() % 900_000_000)))
        }
        guard id.contains(uuid) else { return id }
        // Version 4 of RFC 9562 §5.4.
        let parts = [8, 4, 3, 3, 12].map { random.hex(digits: $0) }
        return id.replacing(uuid, with: "\(parts[0])-\(parts[1])-4\(parts[2])-a\(parts[3])-\(parts[4])")
    }

    /// Returns a random id in the form of another one; `nil` where too little of it could be random.
    ///
    /// The part before the last separator often says of what kind a job is, and is kept.
    static func draw(like id: String, from random: inout SeededRandom) -> String? {
        if id.wholeMatch(of: /[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}/) != nil {
            return draw(uuid, from: &random)
        }
        let start = id.lastIndex { "/:_-.".contains($0) }.map(id.index(after:)) ?? id.startIndex
        let (kept, varied) = (id[..<start], id[start...])
        if !varied.isEmpty, varied.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return kept + draw(number, from: &random)
        }
        guard varied.count(where: \.isNumber) >= 3, varied.utf8.count >= 8 else { return nil }
        return kept + String(varied.map { character in Self.alike(character, from: &random) })
    }

    /// Returns a random digit for a digit, and a letter for a letter, such that hexadecimal digits stay some.
    private static func alike(_ character: Character, from random: inout SeededRandom) -> Character {
        for alphabet in ["0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEF", "GHIJKLMNOPQRSTUVWXYZ"]
        where alphabet.contains(character) {
            return alphabet.randomElement(using: &random) ?? character
        }
        return character
    }
}
