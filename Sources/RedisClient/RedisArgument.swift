//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// One argument of a command, as bytes; it can be created from text or numbers.
package struct RedisArgument: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// The bytes sent to Redis.
    package let bytes: [UInt8]

    /// Creates an argument from bytes.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Creates an argument from text, in UTF-8.
    package init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    /// Creates an argument from an integer, in decimal.
    package init(_ integer: some BinaryInteger) {
        bytes = Array(String(integer).utf8)
    }

    /// Creates an argument from a number, in the shortest decimal form that parses to the same number.
    package init(_ number: Double) {
        bytes = Array("\(number)".utf8)
    }

    /// Creates an argument from a duration in whole milliseconds, rounded up, so that a short time is never zero.
    package init(milliseconds duration: Duration) {
        self.init(duration.wholeMilliseconds)
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package init(integerLiteral value: Int64) {
        self.init(value)
    }
}

extension Duration {
    /// The duration in milliseconds, rounded up.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let attosecondsInMillisecond: Int64 = 1_000_000_000_000_000
        let rest = attoseconds / attosecondsInMillisecond + (attoseconds % attosecondsInMillisecond > 0 ? 1 : 0)
        return seconds * 1_000 + rest
    }
}
