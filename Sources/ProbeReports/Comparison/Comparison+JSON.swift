//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import Foundation

extension Comparison {
    /// Renders the comparison as JSON: sorted keys, a line feed at the end; equal comparisons give equal bytes.
    ///
    /// - Throws: `EncodingError`, for a non-finite number.
    public func json() throws -> Data {
        try PlainJSON.encode(self)
    }
}
