//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanHTTP
import TestSupport

/// The comparison of answers that a prober has recorded with the description of the reference.
enum RecordedAnswers {
    /// The outcome of a comparison.
    struct Comparison {
        /// The number of compared answers.
        var answers = 0
        /// The differences, one sentence each.
        var problems: [String] = []
    }

    /// Compares every answer of a history that `scan-probe run` has written to a folder.
    static func compared(in folder: URL) throws -> Comparison {
        let api = try DescribedAPI(APIDescription.document)
        let history = try Data(contentsOf: folder.appendingPathComponent("history.jsonl"))
        return try history.split(separator: UInt8(ascii: "\n")).reduce(into: Comparison()) { comparison, line in
            let event = try JSONTree(parsing: Data(line))["event"]
            guard let exchange = event.flatMap(exchange) else { return }
            comparison.answers += 1
            comparison.problems += api.problems(of: exchange)
                .map { "\(exchange.method) \(exchange.path) \(exchange.status): \($0)" }
        }
    }

    /// Returns the exchange of an event; `nil` if there was no answer, or if its body was not recorded completely.
    private static func exchange(_ event: JSONTree) -> DescribedAPI.Exchange? {
        guard let answer = event["outcome"]?["answered"], let method = event["method"]?.text,
            let url = event["url"]?.text.flatMap(URLComponents.init(string:)), let status = answer["status"]?.number
        else { return nil }
        let body = Data((answer["body"]?.text ?? "").utf8)
        let isWhole = body.isEmpty ? answer["bodyBytes"]?.number == 0 : (try? JSONTree(parsing: body)) != nil
        let headers = (answer["headers"]?.members ?? [:]).map { (name: $0.key, value: $0.value.text ?? "") }
        let isJSON = headers.contains { $0.name == "content-type" && $0.value.hasPrefix("application/json") }
        guard isWhole || !isJSON else { return nil }
        return DescribedAPI.Exchange(
            method: method,
            path: url.percentEncodedPath,
            status: Int(status),
            headers: headers,
            body: body
        )
    }
}
