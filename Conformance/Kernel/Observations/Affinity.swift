//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The cookies that lead all requests of a client to one worker.
enum Affinity {
    /// The least number of answers to a replayed cookie that show a tie.
    private static let fewest = 8

    /// Returns the cookies of common load balancers among those that an answer sets.
    static func knownCookies(in setCookie: String) -> Set<String> {
        Set(names(in: setCookie).filter(isKnown))
    }

    /// Returns the names of the cookies that an answer sets.
    ///
    /// Several fields are joined with commas, which dates have as well: there, no equals sign follows a single word.
    static func names(in setCookie: String) -> [String] {
        setCookie.split(separator: ",").compactMap { part in
            let pair: Substring = part.drop(while: \.isWhitespace).prefix { $0 != ";" }
            guard let sign = pair.firstIndex(of: "="), sign > pair.startIndex else { return nil }
            let name = pair[..<sign]
            return name.contains(where: \.isWhitespace) ? nil : String(name)
        }
    }

    /// Returns the cookies that kept all requests with them on one worker, where those without any met several.
    static func replayedCookies(_ observations: Observations) -> Set<String> {
        var workers: [String: [String]] = [:]
        var others: Set<String> = []
        let events = observations.history.events
        for position in events.indices {
            let event = events[position]
            guard let worker = observations.workerNames.name(of: event) else { continue }
            guard event.intent == .replayedCookie else {
                others.insert(worker)
                continue
            }
            guard let cookie = event.requestHeaders?["cookie"] else { continue }
            for name in cookie.split(separator: ";").flatMap({ names(in: String($0)) }) {
                workers[name, default: []].append(worker)
            }
        }
        // A tie by chance has a probability of 1/2^7 at most for two workers, and less for more of them.
        guard others.count > 1 else { return [] }
        return Set(workers.filter { $0.value.count >= fewest && Set($0.value).count == 1 }.keys)
    }

    private static let words: Set<String> = [
        "awsalb", "awsalbcors", "awsalbtg", "awsalbtgcors", "awselb", "awselbcors", "serverid", "srv", "srvid",
        "routeid", "gclb", "gaesa", "arraffinity", "arraffinitysamesite", "applicationgatewayaffinity",
        "applicationgatewayaffinitycors", "ingresscookie", "route", "sticky", "__cflb", "lb", "lb_session",
        "_traefik_backend", "citrix_ns_id", "aslbsa", "balancer", "balancerid", "backend", "stickysession",
        "do-lb", "incap_ses",
    ]

    private static func isKnown(_ name: String) -> Bool {
        let name = name.lowercased()
        return words.contains(name) || name.hasPrefix("bigipserver") || name.hasPrefix("nsc_")
            || name.hasPrefix("incap_ses_") || name.hasPrefix("x-oracle-bmc-lbs-route")
    }
}
