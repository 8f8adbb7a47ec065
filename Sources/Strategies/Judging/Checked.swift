//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The result of checking a symbol's data.
enum Checked<Value> {
    /// Sound data, ready to be judged.
    case sound(Value)
    /// The reason why the data is unsound.
    case unsound(OmissionReason)
}
