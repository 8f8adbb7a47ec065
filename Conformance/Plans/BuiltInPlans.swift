//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The plans that are embedded in the binary, so that the prober is one file that can be copied to another machine.
package enum BuiltInPlans {
    /// The YAML text of each plan by name.
    package static var texts: [String: String] {
        [
            "acceptance": String(decoding: PackageResources.acceptance_yaml, as: UTF8.self),
            "documented": String(decoding: PackageResources.documented_yaml, as: UTF8.self),
            "load": String(decoding: PackageResources.load_yaml, as: UTF8.self),
            "local": String(decoding: PackageResources.local_yaml, as: UTF8.self),
            "smoke": String(decoding: PackageResources.smoke_yaml, as: UTF8.self),
            "soak": String(decoding: PackageResources.soak_yaml, as: UTF8.self),
            "watch": String(decoding: PackageResources.watch_yaml, as: UTF8.self),
        ]
    }
}
