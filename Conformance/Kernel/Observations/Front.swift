//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// The proxies and load balancers between the prober and the application, as far as answers tell of them.
///
/// An answer of theirs says nothing about the application. It is told by its form: the pages of common ones are known.
/// Any other is told by its header fields: it has none of those that all ordinary answers have, and another `Server`.
struct Front {
    /// The names of what was noticed, such as `nginx`, each once.
    let names: [String]
    /// The fields that all ordinary answers have and that a proxy does not add.
    private let marks: Set<String>
    /// The values of `Server` in ordinary answers.
    private let servers: Set<String>

    /// The number of ordinary answers that are compared.
    private static let most = 200

    /// Looks through a history.
    init(_ history: History) {
        let events = history.events
        var marks: Set<String>?
        var servers: Set<String> = []
        var names: Set<String> = []
        var ordinary = 0
        for position in events.indices where ordinary < Self.most {
            guard case .answered(let response) = events[position].outcome, events[position].intent == .course,
                (200..<300).contains(response.status), response.parsed != nil
            else { continue }
            ordinary += 1
            let headers = response.headers
            let own = Set(headers.names).subtracting(Self.ofTheWay)
            marks = marks.map { $0.intersection(own) } ?? own
            servers.insert(headers["server"] ?? "")
            names.formUnion(Self.names(in: headers))
        }
        self.marks = marks ?? []
        self.servers = servers
        // What answers by itself need not show in anything that it passes on.
        for position in events.indices {
            guard case .answered(let response) = events[position].outcome, response.status >= 300,
                response.parsed == nil, let page = Self.page(of: response)
            else { continue }
            names.insert(page)
        }
        self.names = names.sorted()
    }

    /// Returns the name of what answered in the application's place; `nil` for an answer of the application.
    func answerer(of event: Event) -> String? {
        guard case .answered(let response) = event.outcome, response.status >= 300, response.parsed == nil,
            marks.allSatisfy({ response.headers[$0] == nil })
        else { return nil }
        if let page = Self.page(of: response) { return page }
        let server = response.headers["server"] ?? ""
        // Without any mark an application's answers cannot be told from others by what they lack.
        let isMarked = marks.contains("x-request-id") || marks.count > 2
        guard isMarked, !servers.contains(server) else { return nil }
        return server.isEmpty ? "unnamed" : String(server.prefix(40))
    }

    /// The fields that servers and proxies add by themselves.
    private static let ofTheWay: Set<String> = [
        "date", "server", "content-type", "content-length", "connection", "keep-alive", "transfer-encoding", "via",
        "vary", "strict-transport-security", "alt-svc", "age", "x-cache", "cf-ray", "cf-cache-status",
        "x-varnish", "x-powered-by", "etag", "accept-ranges", "cache-control", "retry-after", "location",
    ]

    private static let known: [(word: String, name: String)] = [
        ("openresty", "OpenResty"), ("nginx", "nginx"), ("haproxy", "HAProxy"), ("apache", "Apache"),
        ("caddy", "Caddy"), ("envoy", "Envoy"), ("awselb", "AWS ELB"), ("cloudflare", "Cloudflare"),
        ("cloudfront", "CloudFront"), ("varnish", "Varnish"), ("traefik", "Traefik"), ("kong", "Kong"),
        ("google frontend", "Google Frontend"), ("akamai", "Akamai"), ("vegur", "Heroku"), ("squid", "Squid"),
        ("fly/", "Fly.io"), ("pingora", "Pingora"), ("litespeed", "LiteSpeed"),
    ]
    private static let fields: [(field: String, name: String)] = [
        ("cf-ray", "Cloudflare"), ("x-amz-cf-id", "CloudFront"), ("x-envoy-upstream-service-time", "Envoy"),
        ("x-varnish", "Varnish"), ("x-kong-proxy-latency", "Kong"), ("fly-request-id", "Fly.io"),
        ("x-azure-ref", "Azure Front Door"), ("x-amzn-trace-id", "AWS ELB"),
    ]

    private static func names(in headers: HeaderFields) -> [String] {
        var names: [String] = []
        for field in ["server", "via"] {
            guard let value = headers[field]?.lowercased(), !value.isEmpty else { continue }
            if let name = known.first(where: { value.contains($0.word) })?.name {
                names.append(name)
            } else if field == "via" {
                names.append("a proxy (via)")
            }
        }
        return names + fields.filter { headers[$0.field] != nil }.map(\.name)
    }

    /// The phrases of the pages that proxies send by themselves.
    private static let pages: [(phrases: [String], name: String)] = [
        (["<center>nginx"], "nginx"), (["<center>openresty"], "OpenResty"), (["<center>awselb"], "AWS ELB"),
        (["<h1>", "your browser sent an invalid request"], "HAProxy"),
        (["<h1>", "no server is available to handle this request"], "HAProxy"),
        (["<h1>", "the server didn't respond in time"], "HAProxy"),
        (["<h1>", "the server returned an invalid or incomplete response"], "HAProxy"),
        (["<h1>", "request forbidden by administrative rules"], "HAProxy"),
        (["//ietf//dtd html 2.0//en"], "Apache"), (["<address>apache"], "Apache"),
        // Apache 2.4.71 has another head than those before; other programs break this line differently.
        (["dtd html 4.01//en\" \"http://www.w3.org/tr/html4/strict.dtd\">\n<html><head>\n<title>"], "Apache"),
        (["dtd html 4.01//en\"\"http://www.w3.org/tr/html4/strict.dtd\">", "<h2>"], "HTTP.sys"),
        (["upstream connect error or disconnect/reset before headers"], "Envoy"), (["no healthy upstream"], "Envoy"),
        (["varnish cache server"], "Varnish"), (["<html", "cloudflare"], "Cloudflare"),
    ]

    private static let phrases = Set(pages.flatMap(\.phrases)).sorted()
    /// All phrases, which are looked for in one pass: a deployment that is ill sends pages by the thousand.
    private static let automaton = TextAutomaton(phrases)

    /// The proxy whose page a response is, if it has the form of one.
    private static func page(of response: Response) -> String? {
        let server = response.headers["server"]?.lowercased() ?? ""
        let body = String(decoding: (response.body ?? "").utf8.prefix(4000), as: UTF8.self)
        // Caddy says nothing in its own answers; what it passes on has a Via.
        if server == "caddy", body.isEmpty, response.headers["via"] == nil { return "Caddy" }
        let found = Set(automaton.find(in: body).map { phrases[$0] })
        return found.isEmpty ? nil : pages.first { $0.phrases.allSatisfy(found.contains) }?.name
    }
}
