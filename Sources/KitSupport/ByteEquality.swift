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

extension String {
    /// Returns true if two texts have the same bytes; equal ones can have others, such as an accent by itself.
    package func hasSameBytes(as other: String) -> Bool {
        let length = utf8.count
        guard length == other.utf8.count else { return false }
        var (first, second) = (self, other)
        return first.withUTF8 { first in
            second.withUTF8 { second in
                guard let start = first.baseAddress, let other = second.baseAddress else { return true }
                return unsafe memcmp(start, other, length) == 0
            }
        }
    }
}
