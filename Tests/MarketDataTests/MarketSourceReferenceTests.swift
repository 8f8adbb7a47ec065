//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketData
import MarketModel
import Testing

@Suite struct MarketSourceReferenceTests {
    @Test(
        arguments: [
            ("synthetic", .synthetic),
            ("file:./klines", .files(directory: "./klines")),
            ("file:/data/klines", .files(directory: "/data/klines")),
            ("file:///data/klines", .files(directory: "/data/klines")),
            ("http://127.0.0.1:8080", .server(address: "http://127.0.0.1:8080")),
            ("https://example.com/proxy//", .server(address: "https://example.com/proxy")),
        ] as [(String, MarketSourceReference)]
    )
    func `the three kinds of source are told apart`(text: String, reference: MarketSourceReference) throws {
        #expect(try MarketSourceReference(text) == reference)
        #expect(try MarketSourceReference(reference.description) == reference)
    }

    @Test(arguments: [
        ("", "give synthetic, file:DIR or an address"),
        ("syntetic", "give synthetic, file:DIR or an address"),
        ("synthetic:7", "give synthetic, file:DIR or an address"),
        ("ftp://example.com", "give synthetic, file:DIR or an address"),
        ("file:", "give file:DIR"),
        ("http://", "give an address such as"),
        ("http://me:secret@example.com", "credentials do not belong"),
        ("https://example.com/?symbol=BTCUSDT", "query or a fragment"),
    ])
    func `what is no source is refused with the forms that there are`(text: String, advice: String) {
        let failure = #expect(throws: MarketDataError.self) { try MarketSourceReference(text) }
        let message = failure?.description ?? ""
        #expect(message.contains(advice), "\(message)")
        #expect(!message.contains("secret"))
    }

    @Test func `nothing of a hostile reference reaches the terminal as it is`() {
        let failure = #expect(throws: MarketDataError.self) { try MarketSourceReference("x\u{1B}[2J\u{202E}\n") }
        let message = failure?.description ?? ""
        #expect(message.contains("\\u{1b}[2J\\u{202e}\\u{a}"), "\(message)")
    }

    @Test func `a synthetic market follows from the seed`() async throws {
        let source = try MarketSourceReference("synthetic").open(seed: 3, symbolCount: 4)
        let listings = try await source.listings()
        let expected = try await SyntheticMarket(seed: 3, symbolCount: 4).listings()
        #expect(listings == expected)
        let latest = try await source.latestTime()
        #expect(latest == nil)
    }
}
