//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The profiles that are embedded in the binary, so that the prober is one file that can be copied to another
/// machine.
package enum BuiltInProfiles {
    /// The YAML text of each profile by name.
    package static var texts: [String: String] {
        [
            "google-lro": Self.text(PackageResources.google_lro_yaml),
            "http-202": Self.text(PackageResources.http_202_yaml),
            "ogc-processes": Self.text(PackageResources.ogc_processes_yaml),
            "opportunity-scan": Self.text(PackageResources.opportunity_scan_yaml),
        ]
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
