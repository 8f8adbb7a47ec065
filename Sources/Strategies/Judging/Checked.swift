//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What became of the check of a symbol's data.
enum Checked<Value> {
    /// It can be judged, as this.
    case sound(Value)
    /// It cannot, for this reason.
    case unsound(OmissionReason)
}
