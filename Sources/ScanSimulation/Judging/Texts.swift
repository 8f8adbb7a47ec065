//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

extension ScanID {
    /// The scan in a trace: ids of simulations are small numbers.
    var short: String { "scan \(UInt64(digits.suffix(16), radix: 16) ?? 0)" }
}

extension ScanSummary {
    /// The summary in a trace.
    var text: String { "\(key.scan.short) \(state.rawValue) \(progress.completed)/\(progress.total)" }
}
