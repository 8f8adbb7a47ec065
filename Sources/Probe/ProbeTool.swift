//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The tool's name and version, as histories and requests carry them.
public enum ProbeTool {
    /// The version.
    public static let version = "0.2.0"
    /// The name and version in one word.
    public static let name = "scan-probe/" + version
}
