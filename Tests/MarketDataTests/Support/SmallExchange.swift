//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The responses of a small exchange: three symbols against the dollar and one against bitcoin.
enum SmallExchange {
    static let hour: Int64 = 3_600_000

    /// Responds to a path with its query.
    static func reply(_ path: String, _ number: Int = 0) -> ExchangeServer.Reply {
        let parts = path.split(separator: "?", maxSplits: 1)
        let query = Dictionary(
            (parts.count > 1 ? parts[1] : "").split(separator: "&").map { item in
                let pair = item.split(separator: "=", maxSplits: 1)
                return (String(pair[0]), pair.count > 1 ? String(pair[1]) : "")
            },
            uniquingKeysWith: { first, _ in first }
        )
        switch parts[0] {
        case "/api/v3/exchangeInfo": return .answer(body: info)
        case "/api/v3/ticker/24hr": return .answer(body: tickers)
        case "/api/v3/klines": return klines(query)
        case "/api/v3/depth":
            return .answer(body: #"{"lastUpdateId":7,"bids":[["99.5","2"],["99.0","3"]],"asks":[["100.5","1.5"]]}"#)
        case "/fapi/v1/premiumIndex": return .answer(body: premiums)
        case "/fapi/v1/fundingInfo":
            return .answer(body: #"[{"symbol":"ETHUSDT","adjustedFundingRateCap":"0.02","fundingIntervalHours":4}]"#)
        default: return .answer(status: 404, body: "{}")
        }
    }

    /// Makes the requested hourly candles, whose price is the number of the hour, modulo a thousand and one.
    private static func klines(_ query: [String: String]) -> ExchangeServer.Reply {
        guard let symbol = query["symbol"], ["BTCUSDT", "ETHUSDT", "NEWUSDC"].contains(symbol) else {
            return .answer(status: 400, body: #"{"code":-1121,"msg":"Invalid symbol."}"#)
        }
        guard let start = query["startTime"].flatMap({ Int64($0) }), let end = query["endTime"].flatMap({ Int64($0) }),
            let limit = query["limit"].flatMap({ Int($0) }), (1...1000).contains(limit)
        else { return .answer(status: 400, body: #"{"code":-1102}"#) }
        let first = (start + hour - 1) / hour
        guard first * hour <= end else { return .answer(body: "[]") }
        let rows = (first...(end / hour)).prefix(limit).map { number in
            let price = 1 + number % 1000
            return "[\(number * hour),\"\(price).5\",\"\(price + 1)\",\"\(price)\",\"\(price).25\",\"3\","
                + "\((number + 1) * hour - 1),\"99.0\",5,\"1\",\"33\",\"0\"]"
        }
        return .answer(headers: [("x-mbx-used-weight-1m", "2")], body: "[\(rows.joined(separator: ","))]")
    }

    private static let info = """
        {"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],
         "symbols":[
          {"symbol":"ETHUSDT","status":"TRADING","baseAsset":"ETH","quoteAsset":"USDT"},
          {"symbol":"ETHBTC","status":"TRADING","baseAsset":"ETH","quoteAsset":"BTC"},
          {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"},
          {"symbol":"OLDUSDT","status":"BREAK","baseAsset":"OLD","quoteAsset":"USDT"},
          {"symbol":"NEWUSDC","status":"TRADING","baseAsset":"NEW","quoteAsset":"USDC"}]}
        """

    private static let tickers = """
        [{"symbol":"ETHUSDT","quoteVolume":"20000000.5"},{"symbol":"BTCUSDT","quoteVolume":"900000000"},
         {"symbol":"ETHBTC","quoteVolume":"100"},{"symbol":"NEWUSDC","quoteVolume":"5"}]
        """

    private static let premiums = """
        [{"symbol":"BTCUSDT","markPrice":"100.1","indexPrice":"100.0","lastFundingRate":"0.0001","time":1},
         {"symbol":"ETHUSDT","markPrice":"10.1","indexPrice":"10.0","lastFundingRate":"-0.0003","time":1},
         {"symbol":"XUSDT","markPrice":"1","indexPrice":"1","lastFundingRate":"","time":1}]
        """
}
