//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The session of a signed-in user.
struct Session: Sendable {
    /// The token; absent when the deployment asks for none.
    var token: String?
    /// The user's id, if known.
    var userID: String?
}
