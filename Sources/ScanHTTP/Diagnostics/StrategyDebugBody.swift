//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Strategies

/// How a strategy fared in a scan: how long it took, why it failed, and which symbols it left out.
struct StrategyDebugBody: Encodable {
    let strategyId: String
    let milliseconds: Int64
    let error: Nullable<String>
    let symbols: Int
    let omitted: OmittedBody

    /// All symbols are counted, the first ones named.
    struct OmittedBody: Encodable {
        let total: Int
        let byReason: [String: Int]
        let symbols: [OmittedSymbol]
    }

    init(_ run: StrategyRun) {
        self.strategyId = run.strategyID
        self.milliseconds = run.milliseconds
        self.error = Nullable(run.error)
        self.symbols = run.symbols
        self.omitted = OmittedBody(
            total: run.omissions.total,
            byReason: run.omissions.counts,
            symbols: run.omissions.named
        )
    }
}
