//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
package import ProbeLogs

extension LogReport {
    /// Returns the report as JSON.
    ///
    /// - Throws: An error of the encoder.
    package func json() throws -> Data { try PlainJSON.encode(self) }
}
