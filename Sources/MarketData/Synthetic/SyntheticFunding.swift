//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The funding rates of one synthetic asset on three exchanges.
///
/// The exchanges agree most of the time. Now and then one of them is far from the others for three days, for strategies
/// to find.
struct SyntheticFunding {
    /// The asset.
    let asset: SyntheticAsset

    private static let venues: [(suffix: String, intervalHours: Double)] = [("", 8), ("-2", 8), ("-3", 4)]

    /// Makes the rates at a time in milliseconds since 1970, when the asset has a given price.
    func rates(at time: Int64, price: Double) -> [FundingRate] {
        let block = time.dividedDown(by: 8 * 3_600_000)
        let random = CounterRandom(seed: asset.key).stream(51)
        let common = 0.0001 + 0.000_12 * random.wave(block, period: 9)
        return Self.venues.enumerated().map { number, venue in
            let own = random.stream(UInt64(number) + 1)
            let event = own.stream(1)
            let days = block.dividedDown(by: 9)
            var rate = common + 0.000_03 * own.normal(block)
            if event.uniform(days) < 0.12 {
                rate += (event.bits(days) & 1 == 0 ? 1 : -1) * 0.0006 * (1 + 2 * own.uniform(days))
            }
            // The rate pulls the future's price back to the index, so the mark deviates in proportion to the rate.
            let mark = price * (1 + 0.5 * rate)
            return FundingRate(
                symbol: asset.listing.symbol,
                exchange: asset.listing.exchange + venue.suffix,
                rate: (rate * venue.intervalHours / 8 * 1e8).rounded() / 1e8,
                intervalHours: venue.intervalHours,
                markPrice: (mark * asset.ticksPerUnit).rounded() / asset.ticksPerUnit,
                indexPrice: price
            )
        }
    }
}
