//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisConfiguration {
    /// Parses an address: `redis://[user:password@]host[:port][/database]`, `rediss://…` for TLS, or
    /// `unix://[user:password@]/path[?db=database]`.
    ///
    /// `redis+cluster://host:port,host:port…` leads to a cluster, by any of its nodes that answers, and
    /// `redis+sentinel://host:port,host:port…/database?master=NAME` to the master that Sentinels know by that name. With
    /// `rediss` in place of `redis` both are encrypted.
    ///
    /// Without a user name write `:password@`. Special characters in user name and password are percent-encoded.
    /// `rediss` takes `?cacert=/path` with the trusted certificates. Sentinels that ask for a password take it from
    /// `sentinel_password`, with `sentinel_user`.
    ///
    /// - Parameter url: The address.
    /// - Throws: ``RedisConfigurationError`` with the mistake and its remedy.
    package init(url: String) throws(RedisConfigurationError) {
        guard let separator = url.firstRange(of: "://") else {
            throw RedisConfigurationError(
                "the Redis address has no scheme: write redis://HOST:PORT, rediss:// for TLS, or unix:///PATH"
            )
        }
        let scheme = url[..<separator.lowerBound].lowercased()
        var parts = URLParts(url[separator.upperBound...])
        let isEncrypted = scheme.hasPrefix("rediss")
        switch scheme {
        case "redis", "rediss":
            self.init(endpoint: try parts.takeHost(isEncrypted: isEncrypted, kind: .single))
        case "unix", "redis+unix":
            self.init(endpoint: .unixSocket(path: try parts.takeSocketPath()))
        case "redis+cluster", "rediss+cluster":
            try self.init(parts.takeHosts(isEncrypted: isEncrypted, kind: .cluster))
            deployment = .cluster
        case "redis+sentinel", "rediss+sentinel":
            try self.init(parts.takeHosts(isEncrypted: isEncrypted, kind: .sentinel))
            deployment = try parts.takeSentinel()
        default:
            throw RedisConfigurationError(
                "the Redis address has an unknown scheme: write redis://, rediss:// for TLS, unix://, "
                    + "redis+cluster:// or redis+sentinel://"
            )
        }
        (user, password) = try parts.takeUserInfo()
        database = try parts.takeDatabase()
        guard deployment != .cluster || database == 0 else {
            throw RedisConfigurationError("a Redis cluster has no databases but 0: leave the number out of the address")
        }
        certificateAuthorities = isEncrypted ? try parts.takeQuery("cacert") : nil
        try parts.requireNothingLeft()
    }

    private init(_ endpoints: [Endpoint]) throws(RedisConfigurationError) {
        guard let first = endpoints.first else { throw .noHost }
        self.init(endpoint: first)
        furtherEndpoints = Array(endpoints.dropFirst())
    }
}

extension RedisConfigurationError {
    fileprivate static let noHost = RedisConfigurationError(
        "the Redis address has no host: write redis://HOST:PORT"
    )
}

/// The parts of an address that have not been parsed yet.
private struct URLParts {
    private var userInfo: Substring?
    private var authority: Substring
    private var path: Substring
    private var query: [(name: Substring, value: Substring)]

    init(_ text: Substring) {
        let beforeQuery = text.prefix { $0 != "?" }
        query = text.dropFirst(beforeQuery.count + 1).split(separator: "&").map { item in
            let name = item.prefix { $0 != "=" }
            return (name, item.dropFirst(name.count + 1))
        }
        // The last @ ends the user info, so that an unencoded @ in a password is harmless.
        let start = beforeQuery.lastIndex(of: "@").map { beforeQuery.index(after: $0) } ?? beforeQuery.startIndex
        userInfo = start == beforeQuery.startIndex ? nil : beforeQuery[..<start].dropLast()
        authority = beforeQuery[start...].prefix { $0 != "/" }
        path = beforeQuery[authority.endIndex...]
    }

    /// A kind of server that hosts can be.
    enum HostKind {
        case single, cluster, sentinel

        var defaultPort: Int { self == .sentinel ? 26_379 : 6_379 }
    }

    func takeHosts(
        isEncrypted: Bool,
        kind: HostKind
    ) throws(RedisConfigurationError) -> [RedisConfiguration.Endpoint] {
        var endpoints: [RedisConfiguration.Endpoint] = []
        for host in authority.split(separator: ",", omittingEmptySubsequences: false) {
            let endpoint = try Self.endpoint(host, isEncrypted: isEncrypted, kind: kind)
            if !endpoints.contains(endpoint) { endpoints.append(endpoint) }
        }
        return endpoints
    }

    func takeHost(
        isEncrypted: Bool,
        kind: HostKind
    ) throws(RedisConfigurationError) -> RedisConfiguration.Endpoint {
        guard !authority.contains(",") else {
            throw RedisConfigurationError(
                "the Redis address has several hosts: write redis+cluster:// for a cluster, or redis+sentinel://"
            )
        }
        return try Self.endpoint(authority, isEncrypted: isEncrypted, kind: kind)
    }

    private static func endpoint(
        _ text: Substring,
        isEncrypted: Bool,
        kind: HostKind
    ) throws(RedisConfigurationError) -> RedisConfiguration.Endpoint {
        var host = text
        var port = kind.defaultPort
        if let bracket = host.firstIndex(of: "]"), host.first == "[" {
            let rest = host[host.index(after: bracket)...]
            host = host[..<bracket].dropFirst()
            guard rest.isEmpty || rest.first == ":" else {
                throw RedisConfigurationError(
                    "after the ] of an IPv6 address in the Redis address only :PORT may follow"
                )
            }
            port = rest.isEmpty ? port : try Self.port(rest.dropFirst())
        } else if let colon = host.firstIndex(of: ":") {
            port = try Self.port(host[host.index(after: colon)...])
            host = host[..<colon]
        }
        guard !host.isEmpty else { throw .noHost }
        return .tcp(host: String(host), port: port, isEncrypted: isEncrypted)
    }

    /// Takes the parameters of an address of Sentinels.
    mutating func takeSentinel() throws(RedisConfigurationError) -> RedisConfiguration.Deployment {
        guard let master = try takeQuery("master"), !master.isEmpty else {
            throw RedisConfigurationError(
                "the address of Redis Sentinels does not name the master: add ?master=NAME, as in their configuration"
            )
        }
        let user = try takeQuery("sentinel_user")
        return .sentinel(master: master, user: user, password: try takeQuery("sentinel_password"))
    }

    private static func port(_ text: Substring) throws(RedisConfigurationError) -> Int {
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw RedisConfigurationError(
                "the port in the Redis address is not a number from 1 to 65535; a password stands before an @"
            )
        }
        return port
    }

    mutating func takeSocketPath() throws(RedisConfigurationError) -> String {
        guard authority.isEmpty, path.count > 1 else {
            throw RedisConfigurationError("the path of the Redis socket must begin with /: write unix:///PATH")
        }
        defer { path = "" }
        return try Self.decoded(path, "path")
    }

    func takeUserInfo() throws(RedisConfigurationError) -> (user: String?, password: String?) {
        guard let userInfo else { return (nil, nil) }
        guard let colon = userInfo.firstIndex(of: ":") else {
            throw RedisConfigurationError(
                "the Redis address has one word before the @: write user:password@, or :password@ without a user"
            )
        }
        let user = try Self.decoded(userInfo[..<colon], "user")
        let password = try Self.decoded(userInfo[userInfo.index(after: colon)...], "password")
        // `:` means no credentials, and `user:` an empty password.
        if user.isEmpty { return (nil, password.isEmpty ? nil : password) }
        return (user, password)
    }

    mutating func takeDatabase() throws(RedisConfigurationError) -> Int {
        let fromPath = path.dropFirst()
        path = ""
        let fromQuery = try takeQuery("db")
        guard fromPath.isEmpty || fromQuery == nil else {
            throw RedisConfigurationError("the Redis address names its database twice")
        }
        let text = fromQuery ?? String(fromPath)
        guard !text.isEmpty else { return 0 }
        guard let database = Int(text), database >= 0 else {
            throw RedisConfigurationError(
                "the database in the Redis address is not a number: write /0, or ?db=0 for unix://"
            )
        }
        return database
    }

    mutating func takeQuery(_ name: String) throws(RedisConfigurationError) -> String? {
        guard let index = query.firstIndex(where: { $0.name == name }) else { return nil }
        return try Self.decoded(query.remove(at: index).value, name)
    }

    func requireNothingLeft() throws(RedisConfigurationError) {
        guard query.isEmpty else {
            throw RedisConfigurationError(
                "the Redis address has an unknown parameter after the ?: db is known, cacert for rediss, and master, "
                    + "sentinel_user and sentinel_password for redis+sentinel://"
            )
        }
    }

    private static func decoded(_ text: Substring, _ part: String) throws(RedisConfigurationError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = Substring(rest.prefix(2))
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
                throw RedisConfigurationError(
                    "the \(part) in the Redis address has a % without two hex digits: write %25"
                )
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw RedisConfigurationError("the \(part) in the Redis address is not UTF-8")
        }
        return decoded
    }
}
