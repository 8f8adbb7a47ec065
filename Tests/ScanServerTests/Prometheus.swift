//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport

/// A Prometheus that scrapes pages of metrics, with the rules of the repository.
struct Prometheus {
    /// An alert as Prometheus tells it.
    struct Alert: Decodable, Hashable {
        let labels: [String: String]
        let annotations: [String: String]
        let state: String

        var name: String { labels["alertname"] ?? "" }
    }

    /// The reason that Prometheus is of no use.
    private struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    private struct Answer<Content: Decodable>: Decodable {
        let status: String
        let data: Content?
        let error: String?
    }

    private struct Alerts: Decodable {
        let alerts: [Alert]
    }

    private struct Queried: Decodable {
        struct Sample: Decodable {
            let metric: [String: String]
        }

        let result: [Sample]
    }

    static let isInstalled = Executables.installed("prometheus") != nil

    /// The folder with the rules and the dashboard.
    static let monitoring = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Scripts/monitoring")

    private let url: String

    /// Runs a body with a Prometheus that looks five times a second.
    ///
    /// - Parameters:
    ///   - job: The name of the job, as in `Scripts/monitoring/prometheus.yaml`.
    ///   - page: The address of the page, which ends in `/metrics`.
    ///   - body: The body.
    /// - Returns: The result of the body.
    /// - Throws: A failure of Prometheus, or an error of the body.
    static func with<Result>(
        job: String,
        scraping page: String,
        _ body: (Prometheus) async throws -> Result
    ) async throws -> Result {
        let target = page.dropFirst("http://".count).dropLast("/metrics".count)
        let port = try FreePort.choose()
        return try await TemporaryFolder.with { folder in
            let configuration = """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
                rule_files: ["\(monitoring.appending(path: "rules.yaml").path(percentEncoded: false))"]
                scrape_configs:
                  - job_name: \(job)
                    scrape_timeout: 200ms
                    static_configs: [{targets: ["\(target)"]}]

                """
            let file = folder.appending(path: "prometheus.yaml")
            try configuration.write(to: file, atomically: true, encoding: .utf8)
            let arguments = [
                "--config.file", file.path(percentEncoded: false), "--web.listen-address", "127.0.0.1:\(port)",
                "--storage.tsdb.path", folder.appending(path: "data").path(percentEncoded: false),
            ]
            guard let program = Executables.installed("prometheus") else {
                throw Failure("prometheus is missing: apt-get install prometheus")
            }
            return try await RunningProgram.with(program, arguments) { program in
                let prometheus = Prometheus(url: "http://127.0.0.1:\(port)")
                let isReady = try await eventually(within: .seconds(60)) {
                    guard program.isRunning else { return true }
                    return (try? await prometheus.query("up == 1"))?.isEmpty == false
                }
                guard isReady, program.isRunning else {
                    throw Failure("Prometheus does not scrape. Its log:\n\(program.errors.suffix(4000))")
                }
                return try await body(prometheus)
            }
        }
    }

    /// Returns the labels of the series that a query has now.
    func query(_ text: String) async throws -> [[String: String]] {
        var unreserved = CharacterSet.alphanumerics
        unreserved.insert(charactersIn: "-._~")
        let escaped = text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        let answer: Queried = try await get("\(url)/api/v1/query?query=\(escaped)")
        return answer.result.map(\.metric)
    }

    /// Returns the alerts that are pending or firing.
    func alerts() async throws -> [Alert] {
        let answer: Alerts = try await get("\(url)/api/v1/alerts")
        return answer.alerts
    }

    private func get<Content: Decodable>(_ address: String) async throws -> Content {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 4 << 20)
        let answer = try JSONDecoder().decode(Answer<Content>.self, from: Data(body.readableBytesView))
        guard let content = answer.data, answer.status == "success" else {
            throw Failure("Prometheus: \(answer.error ?? "no answer") to \(address)")
        }
        return content
    }
}
