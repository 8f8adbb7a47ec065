//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Strategies

/// The outcome of one strategy in a scan: duration, error and omitted symbols.
struct StrategyDebugBody: Encodable {
    let strategyId: String
    let milliseconds: Int64
    let error: Nullable<String>
    let symbols: Int
    let omitted: OmittedBody

    /// Omitted symbols: all of them counted, only the first ones named.
    struct OmittedBody: Encodable {
        let total: Int
        let byReason: [String: Int]
        let symbols: [OmittedSymbol]
    }

    init(_ run: StrategyRun) {
        strategyId = run.strategyID
        milliseconds = run.milliseconds
        self.error = Nullable(run.error)
        symbols = run.symbols
        omitted = OmittedBody(
            total: run.omissions.total,
            byReason: run.omissions.counts,
            symbols: run.omissions.named
        )
    }
}
