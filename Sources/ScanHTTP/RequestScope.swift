//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The request id of the current task, for log lines.
package enum RequestScope {
    /// The id of the current request, as sent in `X-Request-ID`; `nil` outside of a request.
    @TaskLocal package static var id: String?
}
