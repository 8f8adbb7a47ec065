//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The request that the current task answers, so that every line of the log that it causes can name it.
package enum RequestScope {
    /// The id of the request, as its answer carries it in `X-Request-ID`; absent outside of a request.
    @TaskLocal package static var id: String?
}
