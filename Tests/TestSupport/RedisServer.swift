//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Foundation

/// A real `redis-server` process for tests, which can be stopped, restarted, killed and suspended.
///
/// A restart keeps directory, socket and port; with ``Options/isAppendOnly`` it keeps the data as well.
package actor RedisServer {
    /// The address for clients, with user, password and database.
    package nonisolated let url: String
    /// The path of the Unix socket, which exists for every transport.
    package nonisolated let socketPath: String
    /// The directory with the server's socket, log, certificate and data; removed at the end.
    package nonisolated let directory: URL
    /// The port of TCP and TLS; `nil` for a Unix socket.
    package nonisolated let port: Int?
    /// The path of the PEM file with the certificate to trust for TLS; `nil` without TLS.
    package nonisolated let certificatePath: String?

    private let options: Options
    private let executable: URL
    private var process: ChildProcess?

    /// The timeout of a start or stop; a start takes 20 ms on an idle machine, seconds on a busy one.
    private static let patience = Duration.seconds(60)

    init(options: Options) throws {
        self.options = options
        self.executable = try ChildProcess.locate("redis-server", package: "redis-server")
        self.directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("redis-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        socketPath = self.directory.appendingPathComponent("r.sock").path
        port = options.transport == .unixSocket ? nil : try FreePort.choose()
        certificatePath =
            options.transport == .tls ? self.directory.appendingPathComponent("certificate.pem").path : nil
        url = Self.makeURL(options, socketPath: socketPath, port: port)
    }

    /// The id of the running process; `nil` while the server is stopped.
    package var pid: Int32? { process?.pid }

    /// The end of the server's log, for a failure message or an attachment.
    package nonisolated var logTail: String {
        let path = directory.appendingPathComponent("redis.log")
        guard let data = try? Data(contentsOf: path) else { return "" }
        return String(decoding: data.suffix(4_000), as: UTF8.self)
    }

    /// Starts or restarts the server, and returns once it responds to `PING`.
    package func start() async throws {
        guard self.process == nil else { return }
        if let path = certificatePath, !FileManager.default.fileExists(atPath: path) {
            try await TestCertificate.make(in: directory)
        }
        let environment = ProcessInfo.processInfo.environment.merging(options.environment) { $1 }
        let process =
            options.toleratesFileLimit
            ? try await ChildProcess.start(
                ChildProcess.locate("env", package: "coreutils"),
                arguments: ["--ignore-signal=XFSZ", executable.path] + arguments,
                environment: environment
            ) : try await ChildProcess.start(executable, arguments: arguments, environment: environment)
        self.process = process
        try await process.endWithThisProcess(removing: directory)
        let probe = RedisProbe(socketPath: socketPath, password: options.password)
        let isReady = try await eventually(within: Self.patience) { !process.isRunning || probe.isReady() }
        guard isReady, process.isRunning else {
            await kill()
            throw RedisServerFailure("redis-server did not come up. The end of its log:\n\(logTail)")
        }
    }

    /// Stops the server as an operator would, and returns once its process has exited; a hanging one is killed.
    package func stop() async {
        guard let process = self.process else { return }
        process.signal(SIGCONT)
        process.signal(SIGTERM)
        await process.waitUntilExit(killingAfter: Self.patience)
        self.process = nil
    }

    /// Kills the server at once, as a crash would, and returns once its process has exited.
    package func kill() async {
        guard let process = self.process else { return }
        process.signal(SIGKILL)
        await process.waitUntilExit(killingAfter: Self.patience)
        self.process = nil
    }

    /// Suspends the server: it keeps its connections but does not respond.
    package func suspend() {
        process?.signal(SIGSTOP)
    }

    /// Resumes a suspended server, which then processes all commands sent meanwhile.
    package func resume() {
        process?.signal(SIGCONT)
    }

    /// Limits the size that the server's files may grow to, as a full disk does; `nil` for no limit.
    package func limitFiles(to size: Int?) async throws {
        guard let pid else { return }
        let limit = size.map { "\($0)" } ?? "unlimited"
        let result = try await Executables.runInstalled(
            "prlimit",
            package: "util-linux",
            ["--pid", "\(pid)", "--fsize=\(limit):"]
        )
        guard result.status == 0 else { throw RedisServerFailure("prlimit: \(result.error)") }
    }

    /// Opens a connection that stays open, for commands while no other connection is to be had.
    package nonisolated func session() throws -> RedisSession {
        try RedisSession(RedisProbe(socketPath: socketPath, password: options.password))
    }

    /// Sends one command on a new connection, independent of the code under test, and returns the raw reply.
    ///
    /// - Parameter arguments: The command's words, such as `["DEL", "key"]`.
    /// - Returns: The raw reply, such as `:1`, without its last line break.
    /// - Throws: ``RedisServerFailure`` if there is no reply.
    @discardableResult
    package nonisolated func command(_ arguments: String...) throws -> String {
        try RedisProbe(socketPath: socketPath, password: options.password).command(arguments)
    }

    func tearDown() async {
        await stop()
        try? FileManager.default.removeItem(at: directory)
    }

    private var arguments: [String] {
        var arguments = [
            "--dir", directory.path, "--unixsocket", socketPath, "--unixsocketperm", "700",
            "--logfile", directory.appendingPathComponent("redis.log").path, "--bind", "127.0.0.1",
            "--save", "", "--appendonly", options.isAppendOnly ? "yes" : "no", "--appendfsync", "always",
            "--enable-debug-command", "local",
        ]
        let port = "\(self.port ?? 0)"
        if let certificatePath {
            let keyPath = directory.appendingPathComponent("key.pem").path
            arguments += ["--port", "0", "--tls-port", port, "--tls-auth-clients", "no"]
            arguments += ["--tls-cert-file", certificatePath, "--tls-key-file", keyPath]
        } else {
            arguments += ["--port", port]
        }
        if let password = options.password {
            arguments += ["--requirepass", password]
        }
        if let user = options.user {
            arguments += ["--user", user.name, "on", ">\(user.password)", "~*", "&*", "+@all"]
        }
        return arguments + options.extraArguments
    }

    private static func makeURL(_ options: Options, socketPath: String, port: Int?) -> String {
        let userInfo =
            if let user = options.user {
                "\(user.name):\(user.password)@"
            } else if let password = options.password {
                ":\(password)@"
            } else {
                ""
            }
        guard let port else { return "unix://\(userInfo)\(socketPath)?db=\(options.database)" }
        let scheme = options.transport == .tls ? "rediss" : "redis"
        return "\(scheme)://\(userInfo)127.0.0.1:\(port)/\(options.database)"
    }
}
