//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The first difference between two JSON values.
enum JSONDifference {
    /// Returns the path of the first difference with both values; `nil` when there is none.
    static func first(between theirs: JSONValue, and ours: JSONValue, at path: String = "") -> String? {
        switch (theirs, ours) {
        case (.object(let theirs), .object(let ours)):
            for key in Set(theirs.keys).union(ours.keys).sorted() {
                let place = path.isEmpty ? key : "\(path).\(key)"
                switch (theirs[key], ours[key]) {
                case (let left?, let right?):
                    if let difference = self.first(between: left, and: right, at: place) { return difference }
                case (nil, _): return "`\(place)` is missing"
                case (_, nil): return "`\(place)` was added"
                }
            }
            return nil
        case (.array(let theirs), .array(let ours)):
            for (index, (left, right)) in zip(theirs, ours).enumerated() {
                if let difference = self.first(between: left, and: right, at: "\(path)[\(index)]") { return difference }
            }
            return theirs.count == ours.count ? nil : "`\(path)` has \(theirs.count) elements, not \(ours.count)"
        default:
            let (left, right) = (theirs.canonicalText, ours.canonicalText)
            return left == right ? nil : "`\(path)` says \(left.prefix(80)), judging says \(right.prefix(80))"
        }
    }
}
