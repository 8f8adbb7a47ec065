//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// A market of candle files in a directory, in the names and format of Binance's public downloads.
///
/// A symbol may have any number of files, of several intervals; shorter candles are joined where the requested ones are
/// missing. The directory is listed once, at the beginning; the files are read on demand, and only the part that is
/// needed.
package struct FileMarket: MarketSource {
    private let markets: [String: SymbolFiles]
    private let sorted: [Listing]
    private let latest: Date?

    /// Lists a directory.
    ///
    /// - Throws: ``MarketDataError`` when the directory has no readable candles or a newest line is malformed.
    package init(directory: String) throws(MarketDataError) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: directory) } catch {
            throw MarketDataError("\(String(quoting: directory)) is no directory that can be read: check file:DIR")
        }
        let files = names.sorted().compactMap { KlineFile(name: $0, in: directory) }
        guard !files.isEmpty else {
            let zipped = names.contains { $0.hasSuffix(".zip") } ? "unzip the files" : "download candles"
            throw MarketDataError(
                "\(String(quoting: directory)) holds no candles: \(zipped), named as in BTCUSDT-1h-2026-10.csv"
            )
        }
        let found = Dictionary(grouping: files, by: \.symbol)
        var summaries: [SymbolFiles.Summary] = []
        for (symbol, files) in found {
            guard let summary = try SymbolFiles(symbol: symbol, files: files).summary() else { continue }
            summaries.append(summary)
        }
        let dollarPrices = Dictionary(
            summaries.compactMap { summary in
                summary.files.currencies.flatMap { $0.quote == "USDT" ? ($0.base, summary.lastClose) : nil }
            },
            uniquingKeysWith: { first, _ in first }
        )
        sorted = summaries.map { $0.listing(dollarPrices: dollarPrices) }
            .sorted { ($1.volume24hUSD, $0.symbol) < ($0.volume24hUSD, $1.symbol) }
        markets = Dictionary(uniqueKeysWithValues: summaries.map { ($0.files.name, $0.files) })
        latest = summaries.map(\.end).max().map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }

    /// Returns the end of the newest candle of all files.
    package func latestTime() async throws -> Date? { latest }

    /// Returns the symbols, sorted by the volume of their own last 24 hours, the largest first.
    package func listings() async throws -> [Listing] { sorted }

    /// Reads candles.
    ///
    /// - Throws: ``MarketDataError`` that names a malformed line, and `CancellationError`.
    package func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        guard need.count > 0, let newest = need.interval.lastClosedOpenMilliseconds(at: time) else {
            return listings.map { MarketSeries(listing: $0, candles: []) }
        }
        let markets = self.markets
        return try await listings.concurrentMap(width: 4) { listing in
            let candles = try markets[listing.symbol]?.candles(need: need, newest: newest)
            return MarketSeries(listing: listing, candles: candles ?? [])
        }
    }
}
