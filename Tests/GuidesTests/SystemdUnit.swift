//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A unit of systemd: keys with their values, as they stand in its file.
struct SystemdUnit {
    let name: String
    let text: String

    /// Reads a unit of the deployment files; its text is empty if it cannot be read.
    init(named name: String) {
        self.name = name
        let file = Guide.root.appending(path: "Scripts/deploy/\(name)")
        text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    /// Returns the first value of a key; an empty text if it has none.
    subscript(key: String) -> String {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(key)=") }
        return line.map { String($0.dropFirst(key.count + 1)) } ?? ""
    }

    /// Returns what systemd says of the unit: nothing if it is right.
    func verify() async throws -> String {
        guard Executables.installed("systemd-analyze") != nil else {
            try Test.cancel("systemd-analyze is not installed; Debian's package systemd has it.")
        }
        return try await TemporaryFolder.with { folder in
            let file = folder.appending(path: name)
            // The programs are not installed here, and systemd asks for them.
            try Data(text.replacing(/\/usr\/local\/bin\/scan-[a-z]+/, with: "/bin/true").utf8).write(to: file)
            let result = try await Executables.runInstalled(
                "systemd-analyze",
                package: "systemd",
                ["verify", "--man=no", file.path]
            )
            return result.status == 0 ? result.error + result.output : "status \(result.status): \(result.error)"
        }
    }
}
