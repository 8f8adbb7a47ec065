//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Finds many short texts at once, whatever their capitals, in one pass over its bytes.
///
/// Source: A. V. Aho, M. J. Corasick, *Efficient string matching*, 1975.
package struct TextAutomaton: Sendable {
    /// The texts that were found, a bit each.
    package typealias Found = SIMD8<UInt64>
    /// The maximum number of texts.
    package static let most = 512

    /// The class of each byte: 0 for those that no text has.
    private var classes = [UInt8](repeating: 0, count: 256)
    private var width = 1
    /// The next state by state and class; states count in steps of the width.
    private var moves: [UInt32] = []
    private var hasOutput: [Bool] = []
    private var outputs: [Found] = []

    /// Creates an automaton for at most ``most`` texts, each of them not empty.
    package init(_ texts: [String]) {
        let texts = texts.prefix(Self.most).map { $0.utf8.map(Self.folded) }
        for byte in Set(texts.joined()).sorted() where width < 255 {
            classes[Int(byte)] = UInt8(width)
            if Self.isLetter(byte) { classes[Int(byte) & ~32] = UInt8(width) }
            width += 1
        }
        var children: [[Int: Int]] = [[:]]
        outputs = [Found()]
        for (index, text) in texts.enumerated() {
            var state = 0
            for byte in text {
                let symbol = Int(classes[Int(byte)])
                if let child = children[state][symbol] {
                    state = child
                } else {
                    children.append([:])
                    outputs.append(Found())
                    children[state][symbol] = children.count - 1
                    state = children.count - 1
                }
            }
            outputs[state][index >> 6] |= 1 << UInt64(index & 63)
        }
        link(children)
        hasOutput = outputs.map { $0 != Found() }
    }

    private mutating func link(_ children: [[Int: Int]]) {
        moves = [UInt32](repeating: 0, count: children.count * width)
        var fallbacks = [Int](repeating: 0, count: children.count)
        var queue = [0]
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            for symbol in 0..<width {
                let back = state == 0 ? 0 : Int(moves[fallbacks[state] * width + symbol])
                if let child = children[state][symbol] {
                    moves[state * width + symbol] = UInt32(child)
                    fallbacks[child] = state == 0 ? 0 : back
                    outputs[child] |= outputs[fallbacks[child]]
                    queue.append(child)
                } else {
                    moves[state * width + symbol] = UInt32(back)
                }
            }
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte | 32 : byte }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- UInt8(ascii: "a") < 26 }

    /// Returns the texts in a range of bytes.
    package func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Found {
        let moves = moves.span
        let classes = classes.span
        let hasOutput = hasOutput.span
        var found = Found()
        var state = 0
        for place in range {
            state = Int(moves[state &* width &+ Int(classes[Int(bytes[place])])])
            if hasOutput[state] { found |= outputs[state] }
        }
        return found
    }

    /// Returns the numbers of the texts in a text, in rising order.
    package func find(in text: String) -> [Int] {
        let bytes = Array(text.utf8)
        let found = find(bytes.span, 0..<bytes.count)
        return (0..<Self.most).filter { found[$0 >> 6] & 1 << UInt64($0 & 63) != 0 }
    }
}
