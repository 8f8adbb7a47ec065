//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel
import ScanCore
import Strategies

/// The names of the schemas in the components of the description.
enum SchemaName: String, CaseIterable, Sendable {
    case login = "Login"
    case session = "Session"
    case discovery = "Discovery"
    case filters = "Filters"
    case initiation = "Initiation"
    case progress = "Progress"
    case opportunity = "Opportunity"
    case runningScan = "RunningScan"
    case completeScan = "CompleteScan"
    case failedScan = "FailedScan"
    case results = "Results"
    case userStatus = "UserStatus"
    case scanMetrics = "ScanMetrics"
    case scanHistory = "ScanHistory"
    case scanLifecycle = "ScanLifecycle"
    case scanDebug = "ScanDebug"
    case clearedCache = "ClearedCache"

    var schema: Schema {
        switch self {
        case .login: .login
        case .session: .session
        case .discovery: .discovery
        case .filters: .filters
        case .initiation: .initiation
        case .progress: .progress
        case .opportunity: .opportunity
        case .runningScan: .runningScan
        case .completeScan: .completeScan
        case .failedScan: .failedScan
        case .results: .results
        case .userStatus: .userStatus
        case .scanMetrics: .scanMetrics
        case .scanHistory: .scanHistory
        case .scanLifecycle: .scanLifecycle
        case .scanDebug: .scanDebug
        case .clearedCache: .clearedCache
        }
    }
}

/// The schemas that several bodies share.
extension Schema {
    static let scanID = string(matching: "^scan_[0-9a-f]{32}$")
    static let userID = string(matching: "^[A-Za-z0-9._-]{1,64}$")
    static let state = words(["scanning", "complete", "failed"])
    static let risk = words(of: RiskLevel.self)
    static let tier = words(of: AssetTier.self)
    static let statusPath = string(matching: "^/api/v1/opportunities/status/scan_[0-9a-f]{32}$")
    static let resultsPath = string(matching: "^/api/v1/opportunities/results/scan_[0-9a-f]{32}$")

    fileprivate static let progress = object([
        "strategies_completed": count, "total_strategies": count, "opportunities_found_so_far": count,
        "percentage": percentage,
    ])

    fileprivate static let filters = object(
        [
            "symbols": array(of: string), "asset_tiers": array(of: tier), "strategy_ids": array(of: string),
            "preferred_timeframes": array(of: string), "opportunity_type": array(of: string),
            "include_strategy_recommendations": boolean,
        ],
        optional: ["filter_by_risk_level": risk, "min_profit_potential": amount, "max_required_capital": amount]
    ).described("The filters as they were understood; those that were not set are empty or absent.")
}

/// The schemas for logging in.
extension Schema {
    fileprivate static let login = object(["email": credential, "password": credential])

    /// The schema of an e-mail address or password; 256 characters never exceed the limit of 1024 bytes.
    private static let credential = string(length: 1...256)

    fileprivate static let session = object([
        "access_token": string, "token_type": words(["bearer"]), "expires_in": count, "user_id": userID,
        "role": words(of: Role.self),
        "user": object(["id": userID, "email": string, "role": words(of: Role.self)]),
    ])
}
