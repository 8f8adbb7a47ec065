//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The JSON Schema of `report.json`.
///
/// It describes the minimum content of a report of its format. Fields that a later version adds are allowed everywhere,
/// so that its reports stay valid; fields that programs may rely on are required.
public enum ReportSchema {
    /// The schema, in the dialect of draft 2020-12.
    public static let text = String(decoding: PackageResources.report_schema_json, as: UTF8.self)
}
