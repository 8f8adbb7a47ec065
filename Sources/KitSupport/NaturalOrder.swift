//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension StringProtocol {
    /// Returns true if the text comes before another one where the numbers in both are compared as numbers.
    package func naturallyPrecedes(_ other: some StringProtocol) -> Bool {
        var (one, two) = (Array(self)[...], Array(other)[...])
        while let first = one.first, let second = two.first {
            if first.isDigit, second.isDigit {
                let (number, otherNumber) = (one.popNumber(), two.popNumber())
                if number.count != otherNumber.count { return number.count < otherNumber.count }
                if number != otherNumber { return number.lexicographicallyPrecedes(otherNumber) }
            } else if first != second {
                return first < second
            } else {
                one.removeFirst()
                two.removeFirst()
            }
        }
        return one.count < two.count
    }
}

extension ArraySlice<Character> {
    /// Removes the digits at the beginning, and returns them without zeros in front.
    fileprivate mutating func popNumber() -> ArraySlice<Character> {
        let digits = prefix(while: \.isDigit)
        removeFirst(digits.count)
        return digits.drop { $0 == "0" }
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
