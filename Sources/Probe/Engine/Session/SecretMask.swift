//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The masking of secrets in foreign text of which no secret is known beforehand, such as the lines of a log.
package enum SecretMask {
    /// Returns a text without anything that is a key by its place or form.
    package static func masking(_ text: String) -> String { Redactor.redactKeys(text) }
}
