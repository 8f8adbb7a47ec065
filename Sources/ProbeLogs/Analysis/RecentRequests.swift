//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The requests of a moment, by which lines of the same request are joined.
///
/// One line of a request names its job, another its status. The table forgets a request when another one takes its place.
struct RecentRequests {
    /// A request and what was said about it.
    struct Request {
        var id: UInt64 = 0
        var job: UInt64 = 0
        var isMissed = false
        var isFound = false
    }

    private var table = [Request](repeating: Request(), count: 1 << 14)

    /// The request with an id.
    subscript(id: UInt64) -> Request {
        get {
            let request = table[Int(truncatingIfNeeded: id & 0x3FFF)]
            return request.id == id ? request : Request(id: id)
        }
        set { table[Int(truncatingIfNeeded: id & 0x3FFF)] = newValue }
    }
}
