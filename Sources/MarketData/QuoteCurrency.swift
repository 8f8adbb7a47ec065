//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The quote currency of a symbol.
enum QuoteCurrency {
    /// Indicates whether a currency is the US dollar or pegged to it.
    static func isDollar(_ currency: some StringProtocol) -> Bool { dollars.contains(String(currency)) }

    /// Splits a symbol such as `BTCUSDT` into base and quote currency.
    ///
    /// - Returns: `nil` when it does not end with a known quote currency.
    static func split(_ symbol: String) -> (base: String, quote: String)? {
        let quote = (dollars + others).filter { symbol.hasSuffix($0) && symbol.count > $0.count }
            .max { $0.count < $1.count }
        return quote.map { (String(symbol.dropLast($0.count)), $0) }
    }

    private static let dollars = ["USDT", "USDC", "FDUSD", "BUSD", "TUSD", "USDP", "DAI", "USD"]
    private static let others = ["BTC", "ETH", "BNB", "EUR", "TRY", "BRL", "GBP", "JPY", "AUD"]
}
