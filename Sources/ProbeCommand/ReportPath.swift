//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeReports

/// A report by the path of its file or its folder.
struct ReportPath {
    /// The file.
    let file: URL

    init(_ path: String) {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        file =
            exists && isFolder.boolValue
            ? URL(filePath: path, directoryHint: .isDirectory).appending(path: ReportFiles.report) : URL(filePath: path)
    }
}
