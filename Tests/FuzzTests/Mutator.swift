//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

@testable import Probe

/// Makes inputs of a corpus by changing some of their bytes, the same ones for the same seed and number.
struct Mutator {
    /// The pieces that readers are most often wrong about.
    private static let tokens: [String] = [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e999", "-1e-999", "NaN",
        "1e300", "65536", "null", "true", "{}", "[]", "\"\"", "{", "}", "[", "]", "\"", "\\", "\\u0000", "\\ud800", ":",
        ",", "\n", "\r\n", "\u{0}", "%", "%00", "%zz", "://", "@", "?", "#", "..", "*", "$", "&", "&#", "-", "\t", " ",
        "é", "\u{FEFF}", "\u{202E}", "!!binary", "&a [*a]", "<<: *a", "|", ">", "{scan_id}",
    ]

    let corpus: [[UInt8]]
    let seed: UInt64

    init(_ corpus: [String], seed: UInt64) {
        self.init(bytes: corpus.map { Array($0.utf8) }, seed: seed)
    }

    init(bytes: [[UInt8]], seed: UInt64) {
        corpus = bytes
        self.seed = seed
    }

    /// The input of a number.
    func input(_ number: Int) -> [UInt8] {
        var random = SeededRandom(seed: seed, purpose: "input \(number)")
        var bytes = corpus.randomElement(using: &random) ?? []
        // One in thirty is as it was.
        guard Int.random(in: 0..<30, using: &random) > 0 else { return bytes }
        for _ in 0..<Int.random(in: 1...6, using: &random) { change(&bytes, &random) }
        return Array(bytes.prefix(1 << 20))
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...24, using: &random))
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1: bytes.removeSubrange(place..<end)
        case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 3, 4: bytes.replaceSubrange(place..<end, with: Self.tokens.randomElement(using: &random)?.utf8 ?? "".utf8)
        case 5: replaceNumber(in: &bytes, from: place, &random)
        case 6: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 7:
            let piece = Array(bytes[place..<end])
            for _ in 0..<Int.random(in: 1...200, using: &random) { bytes.insert(contentsOf: piece, at: place) }
        default:
            let other = corpus.randomElement(using: &random) ?? []
            let from = Int.random(in: 0...other.count, using: &random)
            bytes = Array(bytes[..<place]) + other[from...]
        }
    }

    /// Puts another number in the place of the next one.
    private func replaceNumber(in bytes: inout [UInt8], from place: Int, _ random: inout SeededRandom) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
        let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Self.tokens.prefix(10).randomElement(using: &random)?.utf8 ?? "".utf8)
    }
}
