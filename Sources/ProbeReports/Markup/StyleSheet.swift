//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials

/// The style sheet of the page, the only one that the page's policy allows, by its digest.
struct StyleSheet {
    /// The rules.
    let text = String(decoding: PackageResources.report_css, as: UTF8.self)

    /// The source expression for exactly these bytes.
    ///
    /// Source: Content Security Policy Level 3, section 2.3.1, *hash-source*.
    var policySource: String {
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }
}
