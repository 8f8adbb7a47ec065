//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A headless Chromium with a profile of its own.
enum Browser {
    static let isInstalled = Executables.installed("chromium") != nil

    /// The result of opening a page.
    struct Visit {
        /// The document after all scripts ran.
        var document: String
        /// The output on the console.
        var complaints: [String]
        /// The addresses that the page requested.
        var requests: [String]
    }

    static func open(_ page: String) async throws -> Visit {
        try await TemporaryFolder.with { folder in
            let file = folder.appending(path: "page.html")
            try Data(page.utf8).write(to: file)
            let log = folder.appending(path: "net.json")
            let run = try await Executables.run(
                try #require(Executables.installed("chromium")),
                [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--disable-extensions", "--user-data-dir=\(folder.appending(path: "profile").path())",
                    // The browser's own requests lead nowhere; addresses are numbers or not found.
                    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=3000", "--enable-logging=stderr",
                    "--log-net-log=\(log.path())", "--dump-dom", file.absoluteString,
                ],
                within: .seconds(120)
            )
            try #require(run.status == 0, "Chromium ended with \(run.status): \(run.error.suffix(600))")
            return Visit(
                document: run.output,
                complaints: run.error.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") },
                requests: try requests(in: String(decoding: Data(contentsOf: log), as: UTF8.self))
            )
        }
    }

    /// Returns the requests of a page; those of the browser itself have no origin.
    ///
    /// The log has one event per line. A log that a crash cut off is not valid JSON, but its events are.
    private static func requests(in log: String) throws -> [String] {
        var requests: [String] = []
        for line in log.split(separator: "\n") where line.contains("\"initiator\"") {
            let text = line.hasSuffix(",") ? line.dropLast() : line
            let event = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            guard let parameters = event?["params"] as? [String: Any], let url = parameters["url"] as? String else {
                continue
            }
            guard parameters["initiator"] as? String != "not an origin", !requests.contains(url) else { continue }
            requests.append(url)
        }
        return requests
    }
}
