//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import MarketModel
import Strategies
import TestSelection
import Testing

@testable import MarketData

@Suite(.timeLimit(.minutes(1))) struct HTTPMarketTests {
    private let hour = SmallExchange.hour
    /// 2026-02-02 12:00:10 UTC.
    private let time = Date(timeIntervalSince1970: 1_770_033_610)
    private let newest: Int64 = 1_770_030_000_000

    private func opened(
        _ server: ExchangeServer,
        limits: PublicAPI.Limits = PublicAPI.Limits(),
        time: JumpingTime = JumpingTime()
    ) -> HTTPMarket {
        HTTPMarket(address: server.address, symbolCount: 10, limits: limits, clock: time.clock)
    }

    private func need(_ count: Int) -> CandleNeed { CandleNeed(interval: .oneHour, count: count) }

    @Test func `what is traded against a dollar is listed, the largest volume first`() async throws {
        try await ExchangeServer.with(SmallExchange.reply) { server in
            let market = opened(server)
            let listings = try await market.listings()
            #expect(listings.map(\.symbol) == ["BTC-USDT", "ETH-USDT", "NEW-USDC"])
            #expect(listings.map(\.volume24hUSD) == [900_000_000, 20_000_000.5, 5])
            #expect(listings.map(\.tier) == [.institutional, .enterprise, .retail])
            _ = try await market.listings()
            #expect(server.requests.count == 2)
        }
    }

    @Test func `closed candles are fetched once, and later only those that closed since`() async throws {
        try await ExchangeServer.with(SmallExchange.reply) { server in
            let market = opened(server)
            let listing = Listing(symbol: "BTC-USDT", exchange: "x", volume24hUSD: 1)
            let first = try await market.series(for: [listing], need: need(1500), until: time)[0].candles
            #expect(first.map(\.openMilliseconds) == (0..<1500).map { newest - (1499 - Int64($0)) * hour })
            let number = newest / hour % 1000 + 1
            #expect(first.last?.open == Double(number) + 0.5)
            // The server's limit is a thousand candles a request.
            #expect(server.requests.count == 2)
            let again = try await market.series(for: [listing], need: need(700), until: time)[0].candles
            #expect(again == Array(first.suffix(700)))
            #expect(server.requests.count == 2)
            let later = time.addingTimeInterval(7200)
            let next = try await market.series(for: [listing], need: need(700), until: later)[0].candles
            #expect(next.count == 700 && next.last?.openMilliseconds == newest + 2 * hour)
            #expect(server.requests.count == 3)
            #expect(server.requests[2].contains("startTime=\(newest + hour)&endTime=\(newest + 3 * hour - 1)&limit=2"))
        }
    }

    @Test func `a candle that closed this instant is asked for again`() async throws {
        try await ExchangeServer.with(SmallExchange.reply) { server in
            let market = opened(server)
            let listing = Listing(symbol: "BTC-USDT", exchange: "x", volume24hUSD: 1)
            for seconds in [0.0, 1, 60] {
                let instant = Date(timeIntervalSince1970: 1_770_033_600 + seconds)
                let found = try await market.series(for: [listing], need: need(3), until: instant)[0].candles
                #expect(found.count == 3 && found.last?.openMilliseconds == newest)
            }
            #expect(server.requests.map { $0.suffix(7) } == ["limit=3", "limit=1", "limit=1"])
        }
    }

    @Test func `series come in the order asked, and a symbol that the server does not know has none`() async throws {
        try await ExchangeServer.with(SmallExchange.reply) { server in
            let listings = ["ETH-USDT", "GONE-USDT", "no symbol?&x=1", "BTC-USDT"].map {
                Listing(symbol: $0, exchange: "x", volume24hUSD: 1)
            }
            let found = try await opened(server).series(for: listings, need: need(5), until: time)
            #expect(found.map(\.listing) == listings)
            #expect(found.map(\.candles.count) == [5, 0, 0, 5])
            #expect(server.requests.count == 3)
        }
    }

    @Test func `order books and funding rates are read, and kept for a moment`() async throws {
        try await ExchangeServer.with(SmallExchange.reply) { server in
            let market = opened(server)
            let listings = try await market.listings()
            let books = try await market.orderBooks(for: listings, at: time)
            #expect(books.map(\.symbol) == ["BTC-USDT", "ETH-USDT", "NEW-USDC"])
            #expect(books[0].bids == [.init(price: 99.5, quantity: 2), .init(price: 99, quantity: 3)])
            #expect(books[0].asks == [.init(price: 100.5, quantity: 1.5)])
            let rates = try await market.fundingRates(for: listings, at: time)
            #expect(rates.map(\.symbol) == ["BTC-USDT", "ETH-USDT"])
            #expect(rates.map(\.rate) == [0.0001, -0.0003])
            #expect(rates.map(\.intervalHours) == [8, 4])
            #expect(rates[0].markPrice == 100.1 && rates[0].indexPrice == 100)
            let count = server.requests.count
            _ = try await market.orderBooks(for: listings, at: time)
            _ = try await market.fundingRates(for: listings, at: time)
            #expect(server.requests.count == count)
        }
    }

    @Test func `a server without futures has no funding rates`() async throws {
        let respond: ExchangeServer.Respond = { path, _ in
            path.hasPrefix("/fapi") ? .answer(status: 404, body: "") : SmallExchange.reply(path)
        }
        try await ExchangeServer.with(respond) { server in
            let market = opened(server)
            let rates = try await market.fundingRates(for: market.listings(), at: time)
            #expect(rates.isEmpty)
        }
    }

    @Test(arguments: [429, 418])
    func `a pause that the server asks for is kept`(status: Int) async throws {
        let respond: ExchangeServer.Respond = { path, number in
            number == 0
                ? .answer(status: status, headers: [("retry-after", "17")], body: "{}") : SmallExchange.reply(path)
        }
        try await ExchangeServer.with(respond) { server in
            let time = JumpingTime()
            let listings = try await opened(server, time: time).listings()
            #expect(listings.count == 3)
            #expect(time.now == .seconds(17))
            #expect(server.requests.count == 3)
        }
    }

    @Test func `a ban that outlasts the deadline is told at once, and nothing more is sent`() async throws {
        let respond: ExchangeServer.Respond = { _, _ in
            .answer(status: 418, headers: [("retry-after", "7200")], body: "")
        }
        try await ExchangeServer.with(respond) { server in
            let market = opened(server)
            for _ in 0..<3 {
                let failure = await #expect(throws: MarketDataError.self) { try await market.listings() }
                let message = failure?.description ?? ""
                #expect(message.contains("asks for a pause (status 418): wait 720"), "\(message)")
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test func `faults that pass are waited out`() async throws {
        let respond: ExchangeServer.Respond = { path, number in
            number < 2 ? .answer(status: 503, body: "busy") : SmallExchange.reply(path)
        }
        try await ExchangeServer.with(respond) { server in
            let listings = try await opened(server).listings()
            #expect(listings.count == 3)
            #expect(server.requests.count == 4)
        }
    }

    @Test(
        .takesSeconds,
        arguments: [
            (.answer(status: 500, body: "<html>"), "does not answer (status 500)", 3),
            (.answer(status: 403, body: "no"), "answers with status 403", 1),
            (.answer(status: 404, body: "no"), "does not answer as Binance's public API does", 1),
            (.answer(body: "{\"symbols\": ["), "does not answer as Binance's public API does", 1),
            (.answer(body: "<html>hello</html>"), "does not answer as Binance's public API does", 1),
            (.hang, "no whole answer within", 3),
            (.stall, "no whole answer within", 3),
        ] as [(ExchangeServer.Reply, String, Int)]
    )
    func `a server that is none gives one clear error`(
        reply: ExchangeServer.Reply,
        problem: String,
        count: Int
    ) async throws {
        let respond: ExchangeServer.Respond = { _, _ in reply }
        try await ExchangeServer.with(respond) { server in
            let market = opened(server, limits: PublicAPI.Limits(attempt: .milliseconds(300)))
            let failure = await #expect(throws: MarketDataError.self) { try await market.listings() }
            let message = failure?.description ?? ""
            #expect(message.contains(problem), "\(message)")
            #expect(message.contains(server.address))
            #expect(!message.contains("\n"))
            #expect(server.requests.count <= count)
        }
    }

    @Test func `candles that were not asked for are no answer`() async throws {
        let respond: ExchangeServer.Respond = { _, _ in
            .answer(body: #"[[1499040000000,"1","1","1","1","1",1499644799999,"1",1,"1","1","0"]]"#)
        }
        try await ExchangeServer.with(respond) { server in
            let listing = Listing(symbol: "BTC-USDT", exchange: "x", volume24hUSD: 1)
            let market = opened(server)
            await #expect(throws: MarketDataError.self) {
                try await market.series(for: [listing], need: need(3), until: time)
            }
        }
    }

    @Test func `no server at all gives one clear error`() async throws {
        let address = try await ExchangeServer.with(SmallExchange.reply) { $0.address }
        let market = HTTPMarket(
            address: address,
            symbolCount: 1,
            limits: PublicAPI.Limits(),
            clock: JumpingTime().clock
        )
        let failure = await #expect(throws: MarketDataError.self) { try await market.listings() }
        #expect(failure?.description.hasPrefix("\(address) does not answer (") == true, "\(failure?.description ?? "")")
    }

    @Test func `a cancelled request ends at once`() async throws {
        let respond: ExchangeServer.Respond = { _, _ in .hang }
        try await ExchangeServer.with(respond) { server in
            let market = opened(server)
            let request = Task { try await market.listings() }
            request.cancel()
            await #expect(throws: CancellationError.self) { try await request.value }
        }
    }

    @Test(arguments: ["", "[", "[[", "[1]", "[[1]]", "{}", "[[1499040000000,1,1,1,1,1,1,1,1,1,1,0]", "[] x", "[,]"])
    func `what is no answer with candles is refused`(text: String) {
        #expect(KlineRows.read(Array(text.utf8)) == nil)
    }

    @Test func `an answer without candles is one`() {
        #expect(KlineRows.read(Array(" [ ] \n".utf8)) == [])
    }
}
