//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import KitSupport

/// The ids of a request, for log lines.
package struct RequestScope: Sendable {
    /// The scope of the current task; `nil` outside of a request.
    @TaskLocal package static var current: RequestScope?

    /// The id of the request, as sent in `X-Request-ID`.
    package let id: String
    /// The trace that the client counts the request to, if it says so.
    package let trace: TraceParent?
}
