//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Ruleset {
    /// The groups, in the order of the catalogue; the one place that names them all.
    private static var groups: [any CheckGroup.Type] {
        [
            InitiateChecks.self,
            StatusChecks.self,
            ProgressChecks.self,
            ResultsChecks.self,
            RatesChecks.self,
            IsolationChecks.self,
            ErrorsChecks.self,
            LatencyChecks.self,
            StoreChecks.self,
            RecoveryChecks.self,
            ObservabilityChecks.self,
        ]
    }

    /// The rules that are built into the binary.
    ///
    /// A test reads them, so that a mistake in the files is found before anybody uses them.
    static let builtIn: Ruleset = {
        do {
            return try Ruleset(groups)
        } catch {
            preconditionFailure("The built-in catalogue is malformed: \(error)")
        }
    }()
}

extension Catalogue {
    /// The catalogue that is built into the binary.
    public static var builtIn: Catalogue { Ruleset.builtIn.catalogue }
}

extension Check {
    /// All built-in checks, in the order of the catalogue.
    package static var all: [Check] { Ruleset.builtIn.checks }

    /// Returns the built-in check of a requirement, if there is one.
    package static func named(_ id: String) -> Check? { Ruleset.builtIn.check(of: id) }
}
