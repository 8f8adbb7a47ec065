//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import Foundation
import ScanMutants

extension Mutant {
    /// The mutants that are served and probed: those that `SCAN_MUTANTS` names, separated by commas, or else all.
    static let selected: [Mutant] = {
        guard let names = ProcessInfo.processInfo.environment["SCAN_MUTANTS"] else { return all }
        return all.filter { names.split(separator: ",").contains(Substring($0.name)) }
    }()
}
