//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension StringProtocol where SubSequence == Substring {
    /// The text without the characters at its beginning and end that match a predicate.
    package func trimmed(_ isLeftOut: (Character) -> Bool) -> String {
        let rest = drop(while: isLeftOut)
        guard let last = rest.lastIndex(where: { !isLeftOut($0) }) else { return "" }
        return String(rest[...last])
    }
}
