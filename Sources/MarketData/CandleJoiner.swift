//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// Makes long candles of short ones that come in order of time; one of which a part is missing is left out.
struct CandleJoiner {
    /// The long candles that are complete.
    private(set) var candles: [Candle] = []
    private let step: Int64
    private let length: Int64
    private var whole: Candle?
    private var covered: Int64 = 0

    /// Joins candles of one length, in milliseconds, to such of another, which is a multiple of it.
    init(step: Int64, length: Int64) {
        self.step = step
        self.length = length
    }

    /// Takes the next part.
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
    /// Joins candles that follow each other; there must be one.
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
