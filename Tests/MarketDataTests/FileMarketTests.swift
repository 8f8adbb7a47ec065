//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import MarketModel
import Strategies
import Testing

@testable import MarketData

@Suite struct FileMarketTests {
    /// 2026-10-05 00:00 UTC.
    private let start: Int64 = 1_791_158_400_000
    private let hour: Int64 = 3_600_000

    private func line(_ time: Int64, step: Int64, price: Double, volume: Double = 2, scale: Int64 = 1) -> String {
        "\(time * scale),\(price),\(price + 2),\(price - 3),\(price + 1),\(volume),\((time + step) * scale - 1),"
            + "\(volume * price),7,1.0,100.0,0"
    }

    private func lines(_ count: Int, step: Int64, from start: Int64? = nil, scale: Int64 = 1) -> [String] {
        (0..<count).map { index in
            line((start ?? self.start) + Int64(index) * step, step: step, price: 100 + Double(index), scale: scale)
        }
    }

    private func withMarket<Value>(
        _ files: [String: String],
        _ body: (FileMarket) async throws -> Value
    ) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("klines-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        return try await body(FileMarket(directory: directory.path))
    }

    private func candles(_ market: FileMarket, _ interval: CandleInterval, _ count: Int) async throws -> [Candle] {
        let end = try #require(try await market.latestTime())
        let need = CandleNeed(interval: interval, count: count)
        return try await market.series(for: market.listings(), need: need, until: end)[0].candles
    }

    @Test func `candles are read with and without a header, in milliseconds and microseconds`() async throws {
        let plain = lines(30, step: hour).joined(separator: "\n")
        let header =
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy,ignore"
        let forms = [
            plain, plain + "\n", "\(header)\r\n" + plain.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n",
            lines(30, step: hour, scale: 1000).joined(separator: "\n"),
        ]
        for form in forms {
            try await withMarket(["BTCUSDT-1h-2026-10.csv": form]) { market in
                let found = try await candles(market, .oneHour, 3)
                #expect(found.map(\.openMilliseconds) == (27...29).map { start + $0 * hour })
                #expect(
                    found.last
                        == Candle(
                            openMilliseconds: start + 29 * hour,
                            open: 129,
                            high: 131,
                            low: 126,
                            close: 130,
                            volume: 2
                        )
                )
                let listing = try #require(try await market.listings().first)
                #expect(listing.symbol == "BTC-USDT")
                // The last 24 hours: 2 coins at 106 up to 129 dollars.
                #expect(listing.volume24hUSD == (106...129).reduce(0.0) { $0 + 2 * Double($1) })
            }
        }
    }

    @Test func `shorter candles are joined, and one of which a part is missing is left out`() async throws {
        var minutes = lines(480, step: 60_000)
        try await withMarket(["ETHUSDT-1m-2026-10.csv": minutes.joined(separator: "\n")]) { market in
            let hours = try await candles(market, .oneHour, 8)
            #expect(hours.count == 8)
            #expect(hours[1].open == 160 && hours[1].close == 220 && hours[1].high == 221 && hours[1].low == 157)
            #expect(hours[1].volume == 120)
            let long = try await candles(market, .fourHours, 2)
            #expect(long.map(\.openMilliseconds) == [start, start + 4 * hour])
            #expect(long[1].open == hours[4].open && long[1].close == hours[7].close)
        }
        minutes.remove(at: 130)
        try await withMarket(["ETHUSDT-1m-2026-10.csv": minutes.joined(separator: "\n")]) { market in
            let hours = try await candles(market, .oneHour, 8)
            #expect(hours.map(\.openMilliseconds) == [0, 1, 3, 4, 5, 6, 7].map { start + $0 * hour })
        }
    }

    @Test func `several files of a symbol are one history, and what two files have counts once`() async throws {
        let october = lines(24 * 27, step: hour)
        let lastDay = Array(october.suffix(24))
        let november = lines(5, step: hour, from: start + 24 * 27 * hour)
        try await withMarket([
            "BTCUSDT-1h-2026-10.csv": october.joined(separator: "\n"),
            "BTCUSDT-1h-2026-10-31.csv": lastDay.joined(separator: "\n"),
            "BTCUSDT-1h-2026-11.csv": november.joined(separator: "\n"),
            "notes.csv": "these are no candles",
        ]) { market in
            let found = try await candles(market, .oneHour, 100)
            #expect(found.count == 100)
            #expect(zip(found, found.dropFirst()).allSatisfy { $1.openMilliseconds - $0.openMilliseconds == hour })
        }
    }

    /// A month of minutes, in which binary search finds a window in the middle, the same as reading the whole file.
    @Test func `of a large file any window is found`() async throws {
        let minutes = lines(20_000, step: 60_000)
        try await withMarket(["BTCUSDT-1m-2026-10.csv": minutes.joined(separator: "\n")]) { market in
            let listings = try await market.listings()
            for last in [0, 1, 777, 10_000, 19_998, 19_999] as [Int64] {
                let time = Date(timeIntervalSince1970: Double(start + (last + 1) * 60_000) / 1000)
                let need = CandleNeed(interval: .oneMinute, count: 50)
                let found = try await market.series(for: listings, need: need, until: time)[0].candles
                let expected = (max(0, last - 49)...last).map { start + $0 * 60_000 }
                #expect(found.map(\.openMilliseconds) == expected, "\(last)")
            }
        }
    }

    @Test(arguments: [
        ("1791158400000,1,2,3", "4 columns where a candle has 12"),
        ("soon,1,1,1,1,1,1,1,1,1,1,0", "the open time is no number"),
        ("1791158400,1,1,1,1,1,1,1,1,1,1,0", "the open time is no number"),
        ("1791244800000,x,1,1,1,1,1,1,1,1,1,0", "open is no number"),
        ("1791244800000,1,nan,1,1,1,1,1,1,1,1,0", "high is no number"),
        ("1791158400000,1,1,1,1,1,1,1,1,1,1,0", "does not begin after the one before"),
    ])
    func `a broken line is named with file and line, and what to do`(broken: String, problem: String) async throws {
        var text = lines(30, step: hour)
        text[20] = broken
        let failure = await #expect(throws: MarketDataError.self) {
            try await withMarket(["BTCUSDT-1h-2026-10.csv": text.joined(separator: "\n")]) { market in
                _ = try await candles(market, .oneHour, 30)
            }
        }
        let message = failure?.description ?? ""
        #expect(message.contains("BTCUSDT-1h-2026-10.csv, line 21: "), "\(message)")
        #expect(message.contains(problem), "\(message)")
        #expect(message.contains("download the file again"), "\(message)")
    }

    @Test func `a line without an end is refused, however long the file`() async throws {
        let text = lines(3, step: hour).joined(separator: "\n") + "\n" + String(repeating: "7", count: 200_000)
        let failure = await #expect(throws: MarketDataError.self) {
            try await withMarket(["BTCUSDT-1h-2026-10.csv": text]) { _ in }
        }
        #expect(failure?.description.contains("longer than 4096 bytes") == true, "\(failure?.description ?? "")")
    }

    @Test func `a directory without candles says how they are named`() async throws {
        for (name, advice) in [("BTCUSDT-1h-2026-10.zip", "unzip the files"), ("a.txt", "download candles")] {
            let failure = await #expect(throws: MarketDataError.self) { try await withMarket([name: ""]) { _ in } }
            #expect(failure?.description.contains(advice) == true, "\(failure?.description ?? "")")
        }
        let missing = #expect(throws: MarketDataError.self) { try FileMarket(directory: "/nowhere/at/all") }
        #expect(missing?.description.contains("no directory") == true)
    }

    @Test(arguments: [
        "0", "1", "0.00000001", "81738.01000000", "123456789012345678", "0.1234567890123456789", "9007199254740993",
        "1e5",
    ])
    func `decimals are read as the language reads them`(text: String) {
        #expect(DecimalText.number(ArraySlice(text.utf8)) == Double(text))
    }

    @Test(arguments: ["", ".", "1.2.3", "inf", "nan", "0x", "--1", "1 2"])
    func `what is no finite decimal is refused`(text: String) {
        #expect(DecimalText.number(ArraySlice(text.utf8)) == nil)
    }
}
