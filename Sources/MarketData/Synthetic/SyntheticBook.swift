//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// The order books of one synthetic asset.
///
/// The book lies around the last price. The thinner the market, the wider is its spread; bids mostly prevail where the
/// price has risen in the last minutes, and asks where it has fallen, so that the book confirms some of the moves and
/// contradicts others.
struct SyntheticBook {
    /// The asset.
    let asset: SyntheticAsset

    /// The number of the newest minutes that determine a book.
    static let minutes = 11

    /// Makes the book after some minutes.
    func book(after minutes: [Candle]) -> OrderBook? {
        guard let first = minutes.first, let last = minutes.last else { return nil }
        let minute = last.openMilliseconds / CandleInterval.oneMinute.milliseconds
        let random = CounterRandom(seed: asset.key).stream(41)
        let middle = (last.close * asset.ticksPerUnit).rounded()
        let halfSpread = max(1, (halfSpread * (0.6 + 0.8 * random.uniform(minute)) * middle).rounded())
        let step = max(1, (halfSpread * crowding(at: minute)).rounded())
        let lean = lean(from: first.open, to: last.close, noise: random.stream(1).normal(minute))
        let sizes = random.stream(2)
        let side = { (sign: Double) in
            (0..<Self.depth).map { level in
                let draw = sizes.uniform(minute &* 100 &+ Int64(level) &+ (sign > 0 ? 50 : 0))
                let share = (0.5 + draw) * (1 + 0.2 * Double(level)) * (1 - sign * lean)
                return OrderBook.Level(
                    price: (middle + sign * (halfSpread + step * Double(level))) / asset.ticksPerUnit,
                    quantity: asset.hourlyVolume * 0.004 * share
                )
            }
        }
        return OrderBook(symbol: asset.listing.symbol, exchange: asset.listing.exchange, bids: side(-1), asks: side(1))
    }

    /// The usual half-spread as a fraction of the price; it falls with the root of the volume.
    private var halfSpread: Double {
        min(0.004, max(0.000_03, 0.000_04 * (1e9 / max(1, asset.listing.volume24hUSD)).squareRoot()))
    }

    /// Computes the distance of the levels, as a fraction of the half-spread.
    ///
    /// The closer they are, the stronger is the competition for the best price of a spread that covers the costs. It
    /// changes every six hours.
    private func crowding(at minute: Int64) -> Double {
        0.1 + 0.5 * CounterRandom(seed: asset.key).stream(42).uniform(minute.dividedDown(by: 360))
    }

    /// Computes the imbalance of bids and asks, from −0.8 to 0.8; above zero where bids prevail.
    private func lean(from start: Double, to end: Double, noise: Double) -> Double {
        let usual = asset.hourlyMove * 0.4
        let moved = (end - start) / (start * usual)
        return min(0.8, max(-0.8, 0.35 * moved + 0.3 * noise))
    }

    private static let depth = 20
}
