//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird

extension Request {
    /// A flag that is true if the client takes answers compressed with gzip, and likes them no less than plain ones.
    ///
    /// Source: RFC 9110 §12.5.3.
    var acceptsGzip: Bool {
        guard let field = headers[.acceptEncoding] else { return false }
        var weights: [Substring: Double] = [:]
        for coding in field.lowercased().split(separator: ",") {
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            weights[name[...]] = weight ?? 1
        }
        let weight = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return weight > 0 && weight >= weights["identity"] ?? 0
    }
}
