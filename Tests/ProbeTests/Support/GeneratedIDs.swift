//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// Ids of jobs that nobody has, of all kinds that an address may suffer from, from a seed.
struct GeneratedIDs {
    private enum Kind: CaseIterable {
        case plain, escapes, brokenEscapes, controls, dots, unicode, twins, reserved, placeholders, mixed, long, empty
    }

    private static let dots = [".", "..", "%2e", "%2E%2e", "/", "./", "../", "..;", "...", "%252e", "//", "\\"]
    private static let reserved = Array(":/?#[]@!$&'()*+,;=\"<>^`|~-_. ").map(String.init)
    private static let placeholders = ["{job_id}", "{+job_id}", "{uuid}", "{", "}", "{}", "{n}", "{scan_id}"]
    /// Pairs that look alike, and are equal strings, with other bytes.
    private static let twins = ["\u{E9}", "e\u{301}", "\u{C5}", "A\u{30A}", "\u{212B}", "\u{AC00}", "\u{1100}\u{1161}"]

    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// Returns the id of a number; the kinds take turns.
    mutating func id(_ number: Int) -> String { text(Kind.allCases[number % Kind.allCases.count]) }

    private mutating func text(_ kind: Kind) -> String {
        switch kind {
        case .plain: join(1...40) { "\(UInt8.random(in: 0...9, using: &$0))" }
        // Of any byte, so that most are no UTF-8.
        case .escapes: join(1...8) { "%" + UInt8.random(in: .min ... .max, using: &$0).hexadecimal() }
        case .brokenEscapes: join(1...6) { ["%", "%%", "%4", "%G1", "%0x", "%-1", "%u0041", "a"].draw(&$0) }
        case .controls: join(1...6) { String(Unicode.Scalar(UInt8.random(in: 0...0x20, using: &$0))) } + "\u{7F}"
        case .dots: join(1...6) { Self.dots.draw(&$0) }
        case .unicode: join(1...8) { String(Self.scalar(&$0)) }
        case .twins: join(1...2) { Self.twins.draw(&$0) }
        case .reserved: join(1...8) { Self.reserved.draw(&$0) }
        case .placeholders: join(1...3) { Self.placeholders.draw(&$0) }
        case .mixed: [Kind.plain, .escapes, .dots, .twins, .reserved, .unicode].map { text($0) }.joined()
        case .long: String(repeating: "\(random.next() % 10)a%7e", count: Int(random.next() % 3000))
        case .empty: ""
        }
    }

    private mutating func join(_ count: ClosedRange<Int>, _ piece: (inout SplitMix64) -> String) -> String {
        (0..<Int.random(in: count, using: &random)).map { _ in piece(&random) }.joined()
    }

    private static func scalar(_ random: inout SplitMix64) -> Unicode.Scalar {
        Unicode.Scalar(UInt32.random(in: 0x80...0x1F_FFFF, using: &random) % 0x11_0000) ?? "\u{FFFD}"
    }
}

extension [String] {
    fileprivate func draw(_ random: inout SplitMix64) -> String { self[Int(random.next() % UInt64(count))] }
}
