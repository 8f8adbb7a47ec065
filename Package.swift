// swift-tools-version: 6.2
import PackageDescription

// One list of products for the dependencies, so that a target names what it uses and nothing more.
extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let jwtKit = product(name: "JWTKit", package: "jwt-kit")
    static let logging = product(name: "Logging", package: "swift-log")
    static let inMemoryLogging = product(name: "InMemoryLogging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioExtras = product(name: "NIOExtras", package: "swift-nio-extras")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
    static let yams = product(name: "Yams", package: "Yams")
}

let package = Package(
    name: "scan-conformance",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "scan-server", targets: ["scan-server"]),
        .executable(name: "scan-probe", targets: ["scan-probe"]),
        .executable(name: "scan-mutant", targets: ["scan-mutant"]),
        .library(name: "Probe", targets: ["Probe"]),
        .library(name: "ScanConformance", targets: ["ScanConformance"]),
        // With what its interface speaks of, so that one dependency is enough.
        .library(
            name: "ScanConformanceSuite",
            targets: ["ScanConformanceSuite", "Probe", "ProbeHistory", "ScanConformance", "ScanRequirements"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Redis: the only C, its wrapper, and the client on SwiftNIO.
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .target(name: "Hiredis", dependencies: ["CHiredis"]),
        .target(
            name: "RedisClient",
            dependencies: ["Hiredis", .crypto, .logging, .nioCore, .nioPosix, .nioSSL, .serviceLifecycle]
        ),

        // The scan system.
        .target(name: "Strategies"),
        .target(
            name: "MarketData",
            dependencies: ["Strategies", .asyncHTTPClient, .nioCore, .nioHTTP1, .systemPackage, .yams]
        ),
        .target(name: "ScanCore", dependencies: ["Strategies", "MarketData", .crypto, .logging, .metrics]),
        .target(name: "ScanRedis", dependencies: ["ScanCore", "RedisClient", .logging, .nioCore]),
        .target(
            name: "ScanHTTP",
            dependencies: [
                "ScanCore", .crypto, .cryptoExtras, .httpTypes, .hummingbird, .hummingbirdCore, .jwtKit, .logging,
                .metrics, .nioCore, .nioPosix,
            ]
        ),
        .target(
            name: "ScanServer",
            dependencies: [
                "ScanHTTP", "ScanRedis", .argumentParser, .crypto, .httpTypes, .hummingbird, .hummingbirdCore, .logging,
                .metrics, .nioCore, .nioExtras, .nioHTTP1, .nioHTTPTypes, .nioPosix, .serviceLifecycle, .subprocess,
                .systemPackage, .unixSignals,
            ]
        ),
        .executableTarget(
            name: "scan-server",
            dependencies: ["ScanServer", .argumentParser],
            path: "Sources/ScanServerMain"
        ),

        // The black-box side: it never imports a module of the server. Plans, profiles and requirements are embedded, so
        // that the prober is one file.
        .target(name: "ProbeHistory"),
        .target(
            name: "ProbePlans",
            path: "Conformance/Plans",
            resources: [
                .embedInCode("acceptance.yaml"), .embedInCode("documented.yaml"), .embedInCode("local.yaml"),
                .embedInCode("smoke.yaml"), .embedInCode("soak.yaml"),
            ]
        ),
        .target(
            name: "ProbeProfiles",
            path: "Conformance/Profiles",
            resources: [
                .embedInCode("google-lro.yaml"), .embedInCode("http-202.yaml"), .embedInCode("ogc-processes.yaml"),
                .embedInCode("opportunity-scan.yaml"),
            ]
        ),
        .target(
            name: "Probe",
            dependencies: [
                "ProbeHistory", "ProbePlans", "ProbeProfiles", .asyncHTTPClient, .crypto, .nioCore, .nioHTTP1,
                .nioPosix, .nioSSL, .subprocess, .systemPackage, .yams,
            ]
        ),
        // The look into the store: the one part of the prober that speaks Redis.
        .target(
            name: "ProbeStore",
            dependencies: ["Hiredis", "Probe", "ProbeHistory", "RedisClient", .logging]
        ),
        .target(
            name: "ScanRequirements",
            dependencies: [.yams],
            path: "Conformance/Requirements",
            resources: [
                .embedInCode("initiate.yaml"), .embedInCode("status.yaml"), .embedInCode("progress.yaml"),
                .embedInCode("results.yaml"), .embedInCode("rates.yaml"), .embedInCode("isolation.yaml"),
                .embedInCode("errors.yaml"), .embedInCode("latency.yaml"), .embedInCode("store.yaml"),
                .embedInCode("recovery.yaml"), .embedInCode("observability.yaml"),
            ]
        ),
        .target(
            name: "ScanConformance",
            dependencies: ["ProbeHistory", "ScanRequirements"],
            path: "Conformance/Checks"
        ),
        .target(
            name: "ProbeReports",
            dependencies: ["ProbeHistory", "ScanConformance", "ScanRequirements", .crypto],
            resources: [.embedInCode("HTML/report.css"), .embedInCode("Schema/report.schema.json")]
        ),
        .target(
            name: "ProbeAttestation",
            dependencies: [
                "ProbeHistory", "ProbeReports", "ScanConformance", "ScanRequirements", .crypto, .cryptoExtras,
            ]
        ),
        .executableTarget(
            name: "scan-probe",
            dependencies: [
                "Probe", "ProbeAttestation", "ProbeHistory", "ProbeReports", "ProbeStore", "ScanConformance",
                "ScanMutantList", "ScanRequirements", .argumentParser,
            ],
            path: "Sources/ScanProbe"
        ),

        // The same checks for Swift Testing: of this package's reference, of any deployment, and of other packages' servers.
        .target(
            name: "ScanConformanceSuite",
            dependencies: ["Probe", "ProbeHistory", "ProbeReports", "ScanConformance", "ScanRequirements"],
            path: "Conformance/Suite"
        ),

        // The checks of the checks: the server with one behaviour exchanged. The list is data, for the black-box side.
        .target(
            name: "ScanMutantList",
            dependencies: ["ScanRequirements", .yams],
            path: "Conformance/MutantList",
            resources: [.embedInCode("mutants.yaml")]
        ),
        .target(
            name: "ScanMutants",
            dependencies: [
                "Hiredis", "MarketData", "RedisClient", "ScanCore", "ScanHTTP", "ScanMutantList", "ScanRedis",
                "ScanRequirements", "ScanServer", "Strategies", .httpTypes, .hummingbird, .logging, .nioCore,
            ],
            path: "Conformance/Mutants"
        ),
        .executableTarget(
            name: "scan-mutant",
            dependencies: ["ScanMutantList", "ScanMutants", "ScanRequirements", "ScanServer", .argumentParser],
            path: "Conformance/MutantServer"
        ),

        // Tests: a folder for each target, and what they share.
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "HiredisTests", dependencies: ["Hiredis"]),
        .testTarget(
            name: "RedisClientTests",
            dependencies: ["Hiredis", "RedisClient", "TestSupport", .logging, .nioCore, .serviceLifecycle]
        ),
        .testTarget(name: "StrategiesTests", dependencies: ["Strategies"]),
        .testTarget(
            name: "MarketDataTests",
            dependencies: ["MarketData", "Strategies", .nioCore, .nioHTTP1, .nioPosix]
        ),
        .testTarget(
            name: "ScanCoreTests",
            dependencies: ["ScanCore", "MarketData", "Strategies", .inMemoryLogging, .logging]
        ),
        .testTarget(
            name: "ScanStoreTests",
            dependencies: ["Hiredis", "RedisClient", "ScanCore", "ScanRedis", "Strategies", "TestSupport", .logging]
        ),
        // The server's limits, in this process: no port, no program.
        .testTarget(
            name: "ScanHTTPTests",
            dependencies: [
                "MarketData", "ScanCore", "ScanHTTP", "ScanRedis", "ScanServer", "Strategies", "TestSupport",
                .argumentParser, .httpTypes, .hummingbird, .hummingbirdTesting, .jwtKit, .logging, .nioCore,
                .nioEmbedded, .nioHTTP1, .nioPosix,
            ]
        ),
        .testTarget(
            name: "ScanServerTests",
            dependencies: [
                "ProbeHistory", "ScanHTTP", "ScanMutantList", "ScanMutants", "ScanRequirements", "TestSupport",
                "scan-mutant",
                "scan-probe", "scan-server", .asyncHTTPClient, .nioCore, .nioHTTP1,
            ]
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Probe", "ProbeStore", "ScanConformanceSuite", "ScanRequirements", "TestSupport", "scan-probe",
                "scan-server",
            ]
        ),
        // The suite as another project uses it, with a server that is none of ours.
        .testTarget(
            name: "ReportServerTests",
            dependencies: [
                "Probe", "ProbeHistory", "ScanConformance", "ScanConformanceSuite", "ScanRequirements", .hummingbird,
                .httpTypes,
                .logging,
                .nioCore, .serviceLifecycle,
            ]
        ),
        .testTarget(name: "ProbeHistoryTests", dependencies: ["ProbeHistory"]),
        .testTarget(
            name: "ProbeTests",
            dependencies: [
                "Probe", "ProbeHistory", "ProbeReports", "ScanConformance", "ScanRequirements", "TestSupport",
                "scan-probe",
                .nioCore, .nioHTTP1, .nioPosix,
            ]
        ),
        .testTarget(name: "ScanRequirementsTests", dependencies: ["ScanRequirements"]),
        .testTarget(
            name: "ScanConformanceTests",
            dependencies: ["ProbeHistory", "ScanConformance", "ScanRequirements"]
        ),
        .testTarget(
            name: "ProbeReportsTests",
            dependencies: [
                "ProbeAttestation", "ProbeHistory", "ProbeReports", "ScanConformance", "ScanRequirements",
                "TestSupport",
                "scan-probe", .yams,
            ]
        ),
    ]
)

// The same settings for every target of ours.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
            .enableUpcomingFeature("ExistentialAny"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
            .enableUpcomingFeature("InternalImportsByDefault"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
            .enableUpcomingFeature("MemberImportVisibility"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
            .enableUpcomingFeature("InferIsolatedConformances"),
        ]
    // Every unsafe expression says so; tests are free of the ceremony.
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
    if target.type != .test {
        target.swiftSettings?.append(.strictMemorySafety())
    }
    // What judges histories and markets is optimised in debug builds as well: tests simulate deployments by the hundred
    // thousand, and scan markets again and again. As a dependency it is not, since SwiftPM takes such flags from nobody else.
    let isHeavy = [
        "MarketData", "Probe", "ProbeHistory", "ProbeReports", "ScanConformance", "ScanConformanceTests", "ScanCore",
        "Strategies",
    ].contains(target.name)
    if isHeavy, !Context.packageDirectory.contains("/checkouts/"), Context.environment["SCAN_DEBUG"] == nil {
        target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
    }
    // Warnings do not pile up: continuous integration sets CI.
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
    if Context.environment["CI"] != nil {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
