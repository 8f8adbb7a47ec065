//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import ScanCore
import Strategies

extension ScanServerCommand {
    /// The command `scan`.
    struct Scan: AsyncParsableCommand {
        /// The output format of the findings.
        enum Format: String, CaseIterable, ExpressibleByArgument {
            /// A table of the best opportunities, one per line, and a summary of each strategy.
            case table
            /// JSON: the members of a results body that depend only on the market, the time and the filters.
            case json
        }

        static let configuration = CommandConfiguration(
            abstract: "Run one scan here, without server or Redis, and print what it finds.",
            discussion: """
                scan-server scan --market synthetic --seed 7 --time 2026-01-27T10:15:30Z

                The same market, time and filters give the same bytes, on any machine and any number of cores.

                Exit status: 0 when every strategy had its say, 1 when nothing could be scanned, 2 when a strategy \
                failed (it is named), 64 when the command line is wrong.
                """
        )

        @Option(help: "Where the market data come from: synthetic, file:DIR or an exchange's address.")
        var market = "synthetic"

        @Option(help: "The seed of the synthetic market.")
        var seed: UInt64 = 1

        @Option(
            help: "When the market is looked at, such as 2026-01-27T10:15:30Z; else now, or the files' end.",
            transform: TimeText.date(from:)
        )
        var time: Date?

        @Option(help: "Which symbols to scan, such as BTC-USDT,ETH-USDT; or how many the synthetic market has.")
        var symbols = "500"

        @Option(help: "Which strategies to run, by id, with commas between them; all without it.")
        var strategies: String?

        @Option(help: "A YAML or JSON file with the portfolio that strategies may look at.")
        var portfolio: String?

        @Option(help: "How the findings are printed: table or json.")
        var format = Format.table

        @Option(help: "How many opportunities are printed at most; 20 in a table and all in JSON without it.")
        var limit: Int?

        @Flag(help: "Also run the other strategies, and recommend those that would have added something.")
        var recommend = false

        @Option(help: "How many seconds a strategy may judge before the scan goes on without it.")
        var strategyDeadline = StrategyThreads.defaultDeadline.seconds

        @Option(help: "Over how many cores the symbols are spread; all of the machine without it.")
        var cores: Int?

        @Option(help: "Run the scan so many times on the same market data, which are fetched once, to time it.")
        var `repeat` = 1

        @Flag(help: "Tell on standard error how long each scan took, strategy by strategy.")
        var timings = false

        func validate() throws {
            if let limit, limit < 0 { throw ValidationError("--limit takes 0 or more.") }
            if let cores, !(1...256).contains(cores) { throw ValidationError("--cores takes 1 to 256.") }
            if !(1...10_000).contains(self.repeat) { throw ValidationError("--repeat takes 1 to 10000.") }
            if let count = Int(symbols), !(1...10_000).contains(count) {
                throw ValidationError("--symbols takes 1 to 10000, or names such as BTC-USDT,ETH-USDT.")
            }
            if !(strategyDeadline > 0 && strategyDeadline < 1e6) {
                throw ValidationError("--strategy-deadline takes seconds above 0.")
            }
        }

        func run() async throws {
            let scan = try await LocalScan(self)
            let progress = ScanProgressBar()
            var entry: ScanEntry?
            for number in 1...self.repeat {
                let start = ContinuousClock.now
                let done = try await scan.run { progress.show($0) }
                if timings { Self.tell(number, took: ContinuousClock.now - start, done, clearing: progress) }
                entry = done
            }
            progress.clear()
            guard let entry else { return }
            switch format {
            case .table: StandardOutput.write(ScanTable(entry, limit: limit ?? 20).text)
            case .json: StandardOutput.write(try LocalScan.json(of: entry, limit: limit) + "\n")
            }
            let failed = entry.runs.filter { $0.error != nil }
            for run in failed { StandardError.write("scan-server: \(run.strategyID): \(run.error ?? "")\n") }
            if !failed.isEmpty { throw ExitCode(entry.hadNothingToGoOn ? 1 : 2) }
        }

        private static func tell(_ number: Int, took: Duration, _ entry: ScanEntry, clearing bar: ScanProgressBar) {
            bar.clear()
            let parts = entry.runs.map { "\($0.strategyID) \($0.milliseconds) ms" }.joined(separator: ", ")
            let milliseconds = (took.seconds * 1e5).rounded() / 100
            StandardError.write("scan \(number): \(milliseconds) ms: \(parts)\n")
        }
    }
}
