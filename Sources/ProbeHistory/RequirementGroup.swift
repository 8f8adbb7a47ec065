//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A group of requirements, which a plan selects and gathers evidence for together.
public enum RequirementGroup: String, Codable, Sendable, Hashable, CaseIterable {
    case initiate
    case status
    case progress
    case results
    case rates
    case isolation
    case errors
    case latency
    case store
    case recovery
    case observability
}
