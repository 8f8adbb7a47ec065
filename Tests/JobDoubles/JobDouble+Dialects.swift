//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension JobDouble {
    /// A double of each dialect that is built in, from the documents that its profile names.
    package static let dialects: [JobDouble] =
        cloudDialects + queueDialects + scienceDialects + engineDialects

    /// The header that most of them want.
    static let bearer = "Authorization: Bearer \(token)"

    /// Returns an answer that is JSON.
    static func json(_ body: String, _ status: Int = 200, headers: [String: String] = [:]) -> Answer {
        Answer(status, body, headers: headers)
    }
}
