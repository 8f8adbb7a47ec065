//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension RedisConfiguration {
    /// Parses an address: `redis://[user:password@]host[:port][/database]`, `rediss://…` for TLS, or
    /// `unix://[user:password@]/path[?db=database]`.
    ///
    /// Without a user name write `:password@`. Special characters in user name and password are percent-encoded.
    /// `rediss://` takes `?cacert=/path` with the trusted certificates.
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
        let endpoint: Endpoint
        switch scheme {
        case "redis", "rediss":
            endpoint = try parts.takeHost(isEncrypted: scheme == "rediss")
        case "unix", "redis+unix":
            endpoint = .unixSocket(path: try parts.takeSocketPath())
        default:
            throw RedisConfigurationError(
                "the Redis address has an unknown scheme: write redis://, rediss:// for TLS, or unix://"
            )
        }
        let (user, password) = try parts.takeUserInfo()
        self.init(endpoint: endpoint, user: user, password: password, database: try parts.takeDatabase())
        certificateAuthorities = scheme == "rediss" ? try parts.takeQuery("cacert") : nil
        try parts.requireNothingLeft()
    }
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

    mutating func takeHost(isEncrypted: Bool) throws(RedisConfigurationError) -> RedisConfiguration.Endpoint {
        var host = authority
        var port = 6_379
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
        guard !host.isEmpty else {
            throw RedisConfigurationError("the Redis address has no host: write redis://HOST:PORT")
        }
        return .tcp(host: String(host), port: port, isEncrypted: isEncrypted)
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
                "the Redis address has an unknown parameter after the ?: db is known, and cacert for rediss://"
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
