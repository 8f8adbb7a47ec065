//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A profile as it was written from what was seen, with comments.
public struct ProfileDraft: Sendable {
    /// The profile in YAML.
    public let yaml: String
    /// Remarks for the user that are no part of the profile.
    public let remarks: [String]

    init(_ seen: Exploration, beginning: Beginning, name: String) {
        var writer = DraftWriter(seen: seen, beginning: beginning)
        yaml = writer.write(name: name)
        remarks = writer.remarks
    }
}
