//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// A page of metrics in Prometheus' text format, as these tests read it.
struct MetricsText {
    /// The values by series, such as `scan_reads_total{read="status"}`.
    let values: [String: Double]
    /// The types by metric.
    let types: [String: String]

    init(_ text: String) throws {
        var values: [String: Double] = [:]
        var types: [String: String] = [:]
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                types[String(words[2])] = String(words[3])
            } else if !line.hasPrefix("#") {
                let space = try #require(line.lastIndex(of: " "))
                let value = try #require(Double(line[line.index(after: space)...]), "\(line)")
                #expect(values.updateValue(value, forKey: String(line[..<space])) == nil, "twice: \(line)")
            }
        }
        (self.values, self.types) = (values, types)
    }

    /// The series that may only grow: counters, and the buckets, counts and sums of histograms.
    var growing: [String: Double] {
        values.filter { series, _ in
            let name = series.prefix { $0 != "{" }
            return types[String(name)] != "gauge"
        }
    }

    /// Returns the sum of the series of a metric that have some labels.
    func sum(_ name: String, _ labels: String...) -> Double {
        values.reduce(0) { sum, series in
            let isOne = series.key.prefix { $0 != "{" } == name && labels.allSatisfy(series.key.contains)
            return isOne ? sum + series.value : sum
        }
    }
}
