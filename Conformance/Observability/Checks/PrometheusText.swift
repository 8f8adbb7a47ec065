//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Parses counters from Prometheus' text format.
///
/// Source: prometheus.io, *Exposition formats*, text format 0.0.4.
enum PrometheusText {
    /// The sum of all series of each counter, and of each count of a summary or histogram, by name.
    static func counters(in text: String) -> [String: Double] {
        var sums: [String: Double] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let name = line.prefix { $0 != "{" && $0 != " " && $0 != "\t" }
            guard name.hasSuffix("_total") || name.hasSuffix("_count") else { continue }
            // Labels are quoted and may hold spaces and braces; the value follows the last one.
            let rest = line.dropFirst(name.count)
            let values = rest.lastIndex(of: "}").map { rest[rest.index(after: $0)...] } ?? rest
            guard let word = values.split(whereSeparator: \.isWhitespace).first, let value = Double(word) else {
                continue
            }
            sums[String(name), default: 0] += value
        }
        return sums
    }
}
