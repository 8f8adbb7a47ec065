//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// Joins short candles, given in order of time, into long ones; incomplete long candles are left out.
struct CandleJoiner {
    /// The complete long candles.
    private(set) var candles: [Candle] = []
    private let step: Int64
    private let length: Int64
    private var whole: Candle?
    private var covered: Int64 = 0

    /// Makes a joiner from the lengths of both kinds in milliseconds; the longer is a multiple of the shorter.
    init(step: Int64, length: Int64) {
        self.step = step
        self.length = length
    }

    /// Adds the next short candle.
    mutating func add(_ part: Candle) {
        let start = part.openMilliseconds.dividedDown(by: length) * length
        if var whole, whole.openMilliseconds == start, part.openMilliseconds == start + covered {
            whole.append(part)
            self.whole = whole
            covered += step
        } else {
            whole = part.openMilliseconds == start ? part : nil
            covered = step
        }
        if covered == length, let whole {
            candles.append(whole)
            self.whole = nil
        }
    }
}

extension Candle {
    /// Joins consecutive candles, at least one.
    init(merging parts: ArraySlice<Candle>) {
        self = parts[parts.startIndex]
        for index in (parts.startIndex + 1)..<parts.endIndex { append(parts[index]) }
    }

    fileprivate mutating func append(_ part: Candle) {
        if part.high > high { high = part.high }
        if part.low < low { low = part.low }
        close = part.close
        volume += part.volume
    }
}
