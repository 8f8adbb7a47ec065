//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import MarketModel

/// Market data from a server that speaks Binance's public API.
///
/// It lists the symbols that are traded against a dollar, the largest volumes first. Requests keep within the server's
/// weight limit, and closed candles are fetched once. Order books and funding rates are always current, whatever the
/// requested time. Source: Binance, *spot REST API* and *USDⓈ-M futures REST API*, 2026.
package struct HTTPMarket: MarketSource {
    private let spot: PublicAPI
    private let futures: PublicAPI
    private let exchange: String
    private let symbolCount: Int
    private let candles: CandleHistory
    private let known: TimedMemory<[Listing]>
    private let books: TimedMemory<OrderBook>
    private let rates: TimedMemory<[FundingRate]>

    /// Makes a market of a server, without a request before the first use.
    ///
    /// - Parameters:
    ///   - address: The base address without a trailing slash.
    ///   - symbolCount: The greatest number of symbols to list.
    package init(address: String, symbolCount: Int = 500) {
        self.init(address: address, symbolCount: symbolCount, limits: PublicAPI.Limits(), clock: .system)
    }

    init(address: String, symbolCount: Int, limits: PublicAPI.Limits, clock: MonotonicClock) {
        let host = URLComponents(string: address)?.host?.lowercased() ?? address
        // Binance itself serves futures from another address.
        let futuresAddress = host == "api.binance.com" ? "https://fapi.binance.com" : address
        exchange = host.hasSuffix("binance.com") || host.hasSuffix("binance.vision") ? "binance" : host
        self.symbolCount = symbolCount
        spot = PublicAPI(base: address, weightPerMinute: 5400, limits: limits, clock: clock)
        futures = PublicAPI(base: futuresAddress, weightPerMinute: 2160, limits: limits, clock: clock)
        candles = CandleHistory(api: spot)
        known = TimedMemory(age: .seconds(60), clock: clock)
        books = TimedMemory(age: .seconds(5), clock: clock)
        rates = TimedMemory(age: .seconds(10), clock: clock)
    }

    package func listings() async throws -> [Listing] {
        if let listings = await known.value("") { return listings }
        let info = try await spot.object(ExchangeInfo.self, "/api/v3/exchangeInfo", weight: 20)
        if let limit = info.weightPerMinute { await spot.adopt(weightPerMinute: limit) }
        let tickers = try await spot.object([DayTicker].self, "/api/v3/ticker/24hr", weight: 80)
        let volumes = Dictionary(tickers.map { ($0.symbol, $0.quoteVolume.value) }) { first, _ in first }
        let listings = info.symbols.compactMap { symbol -> Listing? in
            guard symbol.status == "TRADING", QuoteCurrency.isDollar(symbol.quoteAsset),
                symbol.symbol == symbol.baseAsset + symbol.quoteAsset, SymbolName.isPlain(symbol.symbol)
            else { return nil }
            let volume = volumes[symbol.symbol] ?? 0
            return Listing(
                symbol: "\(symbol.baseAsset)-\(symbol.quoteAsset)",
                exchange: exchange,
                volume24hUSD: volume.isFinite ? volume : 0
            )
        }
        let sorted = listings.sorted { ($1.volume24hUSD, $0.symbol) < ($0.volume24hUSD, $1.symbol) }
        let largest = Array(sorted.prefix(max(0, symbolCount)))
        await known.keep(largest, as: "")
        return largest
    }

    /// Fetches candles, of those fetched before only the newer ones.
    ///
    /// - Throws: ``MarketDataError`` when the server fails or its response is malformed; `CancellationError`.
    package func series(for listings: [Listing], need: CandleNeed, until time: Date) async throws -> [MarketSeries] {
        guard need.count > 0, let newest = need.interval.lastClosedOpenMilliseconds(at: time) else {
            return listings.map { MarketSeries(listing: $0, candles: []) }
        }
        let isSettled = time.timeIntervalSince1970 * 1000 >= Double(newest + need.interval.milliseconds + 5000)
        let candles = self.candles
        return try await listings.concurrentMap(width: Self.width) { listing in
            guard let symbol = SymbolName.joined(listing.symbol) else {
                return MarketSeries(listing: listing, candles: [])
            }
            let found = try await candles.candles(of: symbol, need: need, newest: newest, isSettled: isSettled)
            return MarketSeries(listing: listing, candles: found)
        }
    }

    package func orderBooks(for listings: [Listing], at time: Date) async throws -> [OrderBook] {
        let (books, spot, exchange) = (self.books, self.spot, self.exchange)
        return try await listings.concurrentMap(width: Self.width) { listing -> OrderBook? in
            if let book = await books.value(listing.symbol) { return book }
            guard let symbol = SymbolName.joined(listing.symbol) else { return nil }
            let path = "/api/v3/depth?symbol=\(symbol)&limit=20"
            guard let depth = try await spot.objectIfKnown(DepthAnswer.self, path, weight: 5) else { return nil }
            guard let bids = Self.levels(depth.bids), let asks = Self.levels(depth.asks) else {
                throw spot.misunderstood(path)
            }
            let book = OrderBook(symbol: listing.symbol, exchange: exchange, bids: bids, asks: asks)
            await books.keep(book, as: listing.symbol)
            return book
        }
        .compactMap { $0 }
    }

    /// Fetches the rates of all perpetual futures in one request; a server without futures has none.
    ///
    /// - Throws: ``MarketDataError`` when the server fails or its response is malformed; `CancellationError`.
    package func fundingRates(for listings: [Listing], at time: Date) async throws -> [FundingRate] {
        let all = try await allFundingRates()
        let bySymbol = Dictionary(all.map { ($0.symbol, $0) }) { first, _ in first }
        return listings.compactMap { listing in
            guard let symbol = SymbolName.joined(listing.symbol), let rate = bySymbol[symbol] else { return nil }
            return FundingRate(
                symbol: listing.symbol,
                exchange: exchange,
                rate: rate.rate,
                intervalHours: rate.intervalHours,
                markPrice: rate.markPrice,
                indexPrice: rate.indexPrice
            )
        }
    }

    /// Fetches the rates by the server's symbols.
    private func allFundingRates() async throws -> [FundingRate] {
        if let rates = await rates.value("") { return rates }
        let indices = try await futures.objectIfKnown([PremiumIndex].self, "/fapi/v1/premiumIndex", weight: 10) ?? []
        let terms = try await futures.objectIfKnown([FundingTerms].self, "/fapi/v1/fundingInfo", weight: 1) ?? []
        let hours = Dictionary(terms.map { ($0.symbol, $0.fundingIntervalHours) }) { first, _ in first }
        let found = indices.map { index in
            FundingRate(
                symbol: index.symbol,
                exchange: exchange,
                rate: index.lastFundingRate.value,
                intervalHours: (hours[index.symbol] ?? nil) ?? 8,
                markPrice: index.markPrice.value,
                indexPrice: index.indexPrice.value
            )
        }
        await rates.keep(found, as: "")
        return found
    }

    private static func levels(_ rows: [[NumberText]]) -> [OrderBook.Level]? {
        let levels = rows.compactMap {
            $0.count >= 2 ? OrderBook.Level(price: $0[0].value, quantity: $0[1].value) : nil
        }
        return levels.count == rows.count ? levels : nil
    }

    /// The greatest number of concurrent requests.
    private static let width = 8
}

/// The server's form of symbols, which are put into URLs.
enum SymbolName {
    /// Converts `BTC-USDT` to `BTCUSDT`; `nil` if the result is not a valid symbol.
    static func joined(_ symbol: String) -> String? {
        let joined = symbol.replacing("-", with: "")
        return isPlain(joined) ? joined : nil
    }

    /// Indicates whether a symbol consists of capital letters and digits only.
    static func isPlain(_ symbol: String) -> Bool {
        (1...40).contains(symbol.utf8.count)
            && symbol.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}
