//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension FixedWidthInteger where Self: UnsignedInteger {
    /// Returns the value as lower-case hexadecimal digits, with zeros before it.
    ///
    /// - Parameter digits: The smallest number of digits; by default that of the type's largest value.
    /// - Returns: The digits, more than asked for where the value needs more.
    @inlinable
    package func hexadecimal(digits: Int = Self.bitWidth / 4) -> String {
        let length = Swift.max(digits, (Self.bitWidth - leadingZeroBitCount + 3) / 4)
        return unsafe String(unsafeUninitializedCapacity: length) { text in
            var rest = self
            for place in text.indices.prefix(length).reversed() {
                let digit = UInt8(truncatingIfNeeded: rest & 0xF)
                unsafe text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                rest >>= 4
            }
            return length
        }
    }
}

extension Sequence<UInt8> {
    /// The bytes as lower-case hexadecimal digits, two for each.
    package var hexadecimal: String {
        reduce(into: "") { text, byte in text += byte.hexadecimal() }
    }
}

extension UInt64 {
    /// Creates a number from lower-case hexadecimal digits; `nil` for anything else.
    ///
    /// - Parameter digits: The digits in ASCII, from one to sixteen.
    package init?(lowercaseHexadecimal digits: some Collection<UInt8>) {
        guard (1...16).contains(digits.count) else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self = value
    }
}
