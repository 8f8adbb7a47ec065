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
    static let histogram = product(name: "Histogram", package: "hdrhistogram-swift")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPCompression = product(name: "NIOHTTPCompression", package: "swift-nio-extras")
    static let nioExtras = product(name: "NIOExtras", package: "swift-nio-extras")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let swiftASN1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let systemPackage = product(name: "SystemPackage", package: "swift-system")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let subprocess = product(name: "Subprocess", package: "swift-subprocess")
}

// The requirement groups. A group's folder has its part of the catalogue, its checks and, in `Mutants`, its mutants.
let groups: [(name: String, folder: String)] = [
    "Initiate", "Status", "Progress", "Results", "Rates", "Isolation", "Errors", "Latency", "Store", "Recovery",
    "Observability",
].map { (name: $0.lowercased(), folder: $0) }

// The scripts of the Redis store, and the Lua functions that they share.
let luaScripts = [
    "admit", "clear", "count_attempt", "hand_back", "head", "history", "lease", "leave", "lifecycle", "presence",
    "register", "renew", "repair", "trim", "withdraw", "write", "write_lookups",
]

// The built-in profiles, one for each dialect.
let profiles = [
    "airflow", "apify", "arcgis-gp", "aws-athena", "azure-durable-functions", "azure-resource-manager", "bentoml",
    "databricks-runs", "elasticsearch-async-search", "fal", "fhir-bulk-data", "firecrawl", "flower",
    "gitlab-pipelines", "google-lro", "http-202", "langgraph", "livy", "ogc-processes", "openai-batches", "openeo",
    "opportunity-scan", "prefect", "ray-jobs", "replicate", "salesforce-bulk-query", "trino",
]

// `Conformance` has targets side by side; each leaves out the files of the others.
let elsewhere = ["Contract", "Guides", "MutantList", "Plans", "Profiles", "README.md", "Suite"]
let notChecks = elsewhere + ["Mutants"] + groups.map { "\($0.folder)/Mutants" }
let notMutants =
    elsewhere + ["Kernel", "Registry"] + groups.flatMap { ["\($0.folder)/\($0.name).yaml", "\($0.folder)/Checks"] }

let package = Package(
    name: "scan-conformance",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "scan-server", targets: ["ScanServerMain"]),
        .executable(name: "scan-probe", targets: ["ProbeCommand"]),
        .executable(name: "scan-mutant", targets: ["ScanMutantMain"]),
        .executable(name: "scan-simulate", targets: ["ScanSimulationMain"]),
        .executable(name: "scan-yardstick", targets: ["ScanYardstick"]),
        .library(name: "Probe", targets: ["Probe", "ProbeHistory"]),
        .library(name: "ConformanceChecks", targets: ["ConformanceChecks", "ProbeHistory"]),
        // With the targets that its interface speaks of, so that one dependency is enough.
        .library(
            name: "ConformanceSuite",
            targets: ["ConformanceSuite", "ConformanceChecks", "ConformanceContract", "Probe", "ProbeHistory"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // Small things that both sides use.
        .target(name: "KitSupport", dependencies: [.systemPackage]),
        .target(name: "KitNIO", dependencies: [.nioCore]),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .target(name: "KitYAML", dependencies: ["CYAML"]),

        // Redis: C, its wrapper, and the client on SwiftNIO.
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .target(name: "Hiredis", dependencies: ["CHiredis"]),
        // For compressed answers; SwiftNIO's extras need the same headers.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "RedisClient",
            dependencies: [
                "Hiredis", "KitSupport", .crypto, .logging, .metrics, .nioCore, .nioPosix, .nioSSL, .serviceLifecycle,
            ]
        ),

        // Markets: their values, the strategies, and the sources of data.
        .target(name: "MarketModel"),
        .target(name: "Strategies", dependencies: ["KitSupport", "MarketModel"]),
        .target(
            name: "MarketData",
            dependencies: [
                "KitSupport", "KitYAML", "MarketModel", .asyncHTTPClient, .nioCore, .nioHTTP1, .systemPackage,
            ]
        ),

        // The scan system. The names of server targets begin with Scan.
        .target(
            name: "ScanCore",
            dependencies: ["CZlib", "KitSupport", "MarketModel", "Strategies", .crypto, .logging, .metrics, .nioCore]
        ),
        .target(
            name: "ScanRedis",
            dependencies: ["Hiredis", "RedisClient", "ScanCore"],
            resources: luaScripts.map { .embedInCode("Lua/\($0).lua") }
        ),
        .target(
            name: "ScanHTTP",
            dependencies: [
                "KitSupport", "MarketModel", "ScanCore", "Strategies", .crypto, .cryptoExtras, .httpTypes, .hummingbird,
                .jwtKit, .logging, .metrics, .nioCore, .nioPosix,
            ]
        ),
        .target(
            name: "ScanServer",
            dependencies: [
                "Hiredis", "KitNIO", "KitSupport", "MarketData", "MarketModel", "RedisClient", "ScanCore", "ScanHTTP",
                "ScanRedis", "Strategies", .argumentParser, .httpTypes, .hummingbird, .hummingbirdCore, .logging,
                .metrics,
                .nioCore, .nioExtras, .nioHTTP1, .nioHTTPTypes, .nioPosix, .serviceLifecycle, .subprocess,
                .systemPackage,
                .unixSignals,
            ]
        ),
        .executableTarget(name: "ScanServerMain", dependencies: ["ScanServer", .argumentParser]),
        // What the server's benches compare with: the same stack, one bare GET for each request.
        .executableTarget(
            name: "ScanYardstick",
            dependencies: [
                "Hiredis", "RedisClient", .argumentParser, .hummingbird, .logging, .nioCore, .serviceLifecycle,
                .systemPackage, .unixSignals,
            ]
        ),

        // The core on one thread and in virtual time, through schedules of faults that follow from a seed.
        .target(
            name: "ScanSimulation",
            dependencies: ["KitSupport", "MarketModel", "ScanCore", "Strategies", .logging, .nioCore]
        ),
        .executableTarget(name: "ScanSimulationMain", dependencies: ["ScanSimulation", .argumentParser]),

        // The black-box side: it never imports a module of the server. Plans, profiles and requirements are embedded, so
        // that the prober is one file.
        .target(name: "ProbeHistory", dependencies: ["KitSupport", .systemPackage]),
        .target(
            name: "ConformancePlans",
            path: "Conformance/Plans",
            resources: [
                .embedInCode("acceptance.yaml"), .embedInCode("documented.yaml"), .embedInCode("load.yaml"),
                .embedInCode("local.yaml"), .embedInCode("smoke.yaml"), .embedInCode("soak.yaml"),
                .embedInCode("watch.yaml"),
            ]
        ),
        .target(
            name: "ConformanceProfiles",
            path: "Conformance/Profiles",
            resources: profiles.map { .embedInCode("\($0).yaml") }
        ),
        .target(
            name: "Probe",
            dependencies: [
                "ConformancePlans", "ConformanceProfiles", "KitNIO", "KitSupport", "KitYAML", "ProbeHistory", .crypto,
                .histogram, .nioCore, .nioHTTP1, .nioHTTPCompression, .nioPosix, .nioSSL, .nioTLS, .subprocess,
                .systemPackage,
            ]
        ),
        // The writer of profiles, from what a deployment or a document shows.
        .target(name: "ProfileAuthoring", dependencies: ["KitSupport", "KitYAML", "Probe", "ProbeHistory"]),
        // The look into the store: the one part of the prober that speaks Redis.
        .target(
            name: "ProbeStore",
            dependencies: ["Hiredis", "Probe", "ProbeHistory", "RedisClient", .logging]
        ),
        // The reader of a deployment's logs.
        .target(
            name: "ProbeLogs",
            dependencies: ["CZlib", "KitSupport", "KitYAML", "Probe", "ProbeHistory", .systemPackage],
            resources: [.embedInCode("Vocabulary/opportunity-scan.yaml")]
        ),
        // The detectors of a watch, and what it knows: pure, without I/O.
        .target(name: "Watching"),
        // The contract, as Markdown with a version.
        .target(
            name: "ConformanceContract",
            path: "Conformance/Contract",
            resources: [
                .embedInCode("api.md"), .embedInCode("jobs.md"), .embedInCode("judging.md"), .embedInCode("store.md"),
            ]
        ),
        // The catalogue and the checks. Those of a group lie in its folder, and so do the group's mutants, which are of
        // another target: they import the server.
        .target(
            name: "ConformanceChecks",
            dependencies: ["ConformanceContract", "KitSupport", "KitYAML", "ProbeHistory"],
            path: "Conformance",
            exclude: notChecks,
            resources: groups.map { .embedInCode("\($0.folder)/\($0.name).yaml") }
        ),
        .target(
            name: "ProbeReports",
            dependencies: [
                "ConformanceChecks", "ConformanceContract", "KitSupport", "ProbeHistory", "ProbeLogs", "Watching",
                .crypto,
            ],
            resources: [.embedInCode("HTML/report.css"), .embedInCode("Schema/report.schema.json")]
        ),
        // The watch itself: probes at an interval, its folder, who is told, and its page.
        .target(
            name: "ProbeWatch",
            dependencies: [
                "ConformanceChecks", "KitSupport", "Probe", "ProbeHistory", "ProbeReports", "Watching", .nioCore,
                .nioHTTP1, .nioPosix, .systemPackage,
            ]
        ),
        .target(
            name: "ProbeAttestation",
            dependencies: [
                "ConformanceChecks", "KitSupport", "ProbeHistory", "ProbeReports", .crypto, .cryptoExtras, .swiftASN1,
            ]
        ),
        .executableTarget(
            name: "ProbeCommand",
            dependencies: [
                "ConformanceChecks", "ConformanceContract", "ConformanceMutantList", "KitSupport", "Probe",
                "ProbeAttestation", "ProbeHistory", "ProbeLogs", "ProbeReports", "ProbeStore", "ProbeWatch",
                "ProfileAuthoring", "Watching", .argumentParser, .systemPackage,
            ]
        ),

        // The same checks for Swift Testing: of this package's reference, of any deployment, and of other packages' servers.
        .target(
            name: "ConformanceSuite",
            dependencies: ["ConformanceChecks", "KitSupport", "Probe", "ProbeHistory", "ProbeReports"],
            path: "Conformance/Suite"
        ),

        // The checks of the checks: the server with one behaviour replaced. The list is data, for the black-box side.
        .target(
            name: "ConformanceMutantList",
            dependencies: ["ConformanceChecks", "KitYAML"],
            path: "Conformance/MutantList",
            resources: [.embedInCode("mutants.yaml")]
        ),
        .target(
            name: "ScanMutants",
            dependencies: [
                "ConformanceChecks", "ConformanceMutantList", "Hiredis", "MarketData", "MarketModel", "ProbeHistory",
                "RedisClient", "ScanCore", "ScanHTTP", "ScanRedis", "ScanServer", "Strategies", .httpTypes,
                .hummingbird, .logging,
                .nioCore,
            ],
            path: "Conformance",
            exclude: notMutants
        ),
        .executableTarget(
            name: "ScanMutantMain",
            dependencies: ["ConformanceChecks", "ConformanceMutantList", "ScanMutants", "ScanServer", .argumentParser]
        ),

        // Tests: a folder for each target, and what they share.
        .target(name: "TestSelection", path: "Tests/TestSelection"),
        .target(
            name: "TestSupport",
            dependencies: ["ScanCore", "Strategies", "TestSelection", .subprocess, .systemPackage],
            path: "Tests/TestSupport"
        ),
        // Small servers of the dialects that profiles are built in for.
        .target(
            name: "JobDoubles",
            dependencies: ["Probe", "ProbeHistory", .nioCore, .nioHTTP1, .nioPosix],
            path: "Tests/JobDoubles"
        ),
        .testTarget(name: "KitSupportTests", dependencies: ["KitSupport", "KitYAML", .systemPackage]),
        .testTarget(name: "HiredisTests", dependencies: ["Hiredis", "KitSupport"]),
        .testTarget(
            name: "RedisClientTests",
            dependencies: [
                "Hiredis", "RedisClient", "TestSelection", "TestSupport", .logging, .nioCore, .serviceLifecycle,
            ]
        ),
        .testTarget(name: "StrategiesTests", dependencies: ["MarketModel", "Strategies"]),
        .testTarget(
            name: "MarketDataTests",
            dependencies: ["MarketData", "MarketModel", "Strategies", "TestSelection", .nioCore, .nioHTTP1, .nioPosix]
        ),
        .testTarget(
            name: "ScanCoreTests",
            dependencies: [
                "MarketData", "MarketModel", "ScanCore", "Strategies", "TestSupport", .inMemoryLogging, .logging,
                .nioCore,
            ]
        ),
        .testTarget(
            name: "ScanStoreTests",
            dependencies: [
                "Hiredis", "KitSupport", "RedisClient", "ScanCore", "ScanRedis", "Strategies", "TestSelection",
                "TestSupport", .logging,
                .nioCore,
            ]
        ),
        .testTarget(
            name: "ScanSimulationTests",
            dependencies: ["ScanSimulation", "ScanSimulationMain", "TestSelection", "TestSupport"]
        ),
        // The server's limits, in this process: no port, no program.
        .testTarget(
            name: "ScanHTTPTests",
            dependencies: [
                "KitSupport", "MarketData", "ScanCore", "ScanHTTP", "ScanRedis", "ScanServer", "Strategies",
                "TestSelection", "TestSupport",
                .argumentParser, .httpTypes, .hummingbird, .hummingbirdTesting, .jwtKit, .logging, .nioCore,
                .nioEmbedded, .nioHTTP1, .nioPosix,
            ]
        ),
        .testTarget(
            name: "ScanServerTests",
            dependencies: [
                "ConformanceChecks", "ConformanceMutantList", "KitSupport", "ProbeCommand", "ProbeHistory", "ScanHTTP",
                "ScanMutantMain", "ScanMutants", "ScanServerMain", "TestSupport", .asyncHTTPClient, .nioCore, .nioHTTP1,
                .nioPosix,
                .systemPackage,
            ]
        ),
        .testTarget(
            name: "ConformanceSuiteTests",
            dependencies: [
                "ConformanceChecks", "ConformanceSuite", "Probe", "ProbeCommand", "ProbeHistory", "ProbeStore",
                "ScanServerMain", "TestSupport",
            ]
        ),
        // The suite as another project uses it, with a server that is none of ours.
        .testTarget(
            name: "ReportServerTests",
            dependencies: [
                "ConformanceChecks", "ConformanceSuite", "Probe", "ProbeHistory", "TestSelection", .httpTypes,
                .hummingbird, .logging,
                .nioCore, .serviceLifecycle,
            ]
        ),
        .testTarget(name: "ProbeHistoryTests", dependencies: ["KitSupport", "ProbeHistory"]),
        .testTarget(
            name: "ProbeTests",
            dependencies: [
                "ConformanceChecks", "JobDoubles", "KitSupport", "Probe", "ProbeCommand", "ProbeHistory",
                "ProbeReports",
                "TestSelection", "TestSupport",
                .crypto, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .nioTLS,
            ]
        ),
        .testTarget(
            name: "DialectTests",
            dependencies: [
                "ConformanceChecks", "JobDoubles", "Probe", "ProbeHistory", "ProfileAuthoring", "TestSelection",
            ]
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "ConformanceChecks", "Hiredis", "Probe", "ProbeAttestation", "ProbeHistory", "ProbeReports",
                "TestSelection", .crypto,
                .cryptoExtras,
                .nioCore, .nioPosix,
            ]
        ),
        .testTarget(name: "ConformanceContractTests", dependencies: ["ConformanceChecks", "ConformanceContract"]),
        .testTarget(
            name: "ConformanceChecksTests",
            dependencies: ["ConformanceChecks", "KitSupport", "ProbeHistory", "TestSelection", .subprocess],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "ProbeReportsTests",
            dependencies: [
                "ConformanceChecks", "KitSupport", "ProbeAttestation", "ProbeCommand", "ProbeHistory", "ProbeReports",
                "TestSelection", "TestSupport",
            ]
        ),
        .testTarget(
            name: "ProbeLogsTests",
            dependencies: [
                "KitSupport", "Probe", "ProbeCommand", "ProbeHistory", "ProbeLogs", "ScanServerMain", "TestSelection",
                "TestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "ProbeWatchTests",
            dependencies: [
                "JobDoubles", "KitSupport", "Probe", "ProbeCommand", "ProbeHistory", "ProbeWatch", "ScanMutantMain",
                "ScanServerMain", "TestSupport", "Watching", .nioCore, .nioHTTP1, .nioPosix,
            ]
        ),
        .testTarget(
            name: "WatchingTests",
            dependencies: ["ConformanceChecks", "KitSupport", "TestSelection", "Watching"]
        ),
        // The guides: their commands, files, links and names.
        .testTarget(
            name: "GuidesTests",
            dependencies: [
                "ConformanceChecks", "ConformanceContract", "JobDoubles", "KitYAML", "MarketData", "MarketModel",
                "Probe", "ProbeCommand", "ProbeHistory", "ScanMutantMain", "ScanServer", "ScanServerMain",
                "TestSupport",
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
    } else if target.name != "WatchingTests" {
        // What is tested is optimised (Scripts/build); the tests themselves are compiled in half the time without. A century
        // of probes is simulated in a test.
        target.swiftSettings?.append(.unsafeFlags(["-Xfrontend", "-Onone"]))
    }
    // Warnings do not pile up: continuous integration sets CI.
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
    if Context.environment["CI"] != nil {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
