//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeReports

/// A report by the path of its file or its folder.
struct ReportPath {
    /// The file.
    let file: URL

    init(_ path: String) {
        // The attributes are those of a link itself; the path with a slash leads through it.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path.hasSuffix("/") ? path : path + "/.")
        file =
            attributes?[.type] as? FileAttributeType == .typeDirectory
            ? URL(filePath: path, directoryHint: .isDirectory).appending(path: ReportFiles.report) : URL(filePath: path)
    }
}
