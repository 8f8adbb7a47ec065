//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation

/// Python with the packages of `Scripts/python-packages.txt`, which `Scripts/setup --for-tests` installs.
package enum PythonPackages {
    /// The interpreter; `nil` if the packages are not installed.
    package static let python: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let python = root.appendingPathComponent(".build/python/bin/python")
        return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
    }()
}
