//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The profiles that are part of the binary, so that the prober is one file that can be copied to another machine.
package enum BuiltInProfiles {
    /// The YAML text of each profile by its name.
    package static var texts: [String: String] {
        ["opportunity-scan": String(decoding: PackageResources.opportunity_scan_yaml, as: UTF8.self)]
    }
}
