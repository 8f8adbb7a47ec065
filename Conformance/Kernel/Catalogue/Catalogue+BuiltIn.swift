//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Catalogue {
    /// The catalogue that is built into the binary.
    ///
    /// A test parses it, so an error in the files is found before a release.
    public static let builtIn: Catalogue = {
        do {
            return try Catalogue(files: Self.builtInFiles)
        } catch {
            preconditionFailure("The built-in catalogue is malformed: \(error)")
        }
    }()

    /// The files of the built-in catalogue: one for each group, embedded at build time.
    static var builtInFiles: [(name: String, text: String)] {
        [
            ("initiate.yaml", PackageResources.initiate_yaml),
            ("status.yaml", PackageResources.status_yaml),
            ("progress.yaml", PackageResources.progress_yaml),
            ("results.yaml", PackageResources.results_yaml),
            ("rates.yaml", PackageResources.rates_yaml),
            ("isolation.yaml", PackageResources.isolation_yaml),
            ("errors.yaml", PackageResources.errors_yaml),
            ("latency.yaml", PackageResources.latency_yaml),
            ("store.yaml", PackageResources.store_yaml),
            ("recovery.yaml", PackageResources.recovery_yaml),
            ("observability.yaml", PackageResources.observability_yaml),
        ].map { (name: $0.0, text: String(decoding: $0.1, as: UTF8.self)) }
    }
}
