//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Profile {
    /// A call of the API.
    ///
    /// A copy is one reference: each request is handed the call that it is of.
    public struct Endpoint: Sendable, Hashable {
        private struct Content: Sendable, Hashable {
            var method: String
            var path: String
            var address: String?
            var query: [Field] = []
            var accepts: Set<Int>
            var headers: [String: String]
            var body: Body?
            var meanings: [Int: Meaning] = [:]
            var read: Paths?
            var captures: [Capture] = []
        }

        private var content: CopyOnWrite<Content>

        /// The HTTP method.
        public var method: String {
            get { content.value.method }
            set { content.value.method = newValue }
        }
        /// The path below the base path, `{job_id}` standing for the id as one component and `{+job_id}` for the
        /// unescaped id with its slashes; `{+job_id}` alone for an id that is an address.
        public var path: String {
            get { content.value.path }
            set { content.value.path = newValue }
        }
        /// The captured value that is the address of the call, instead of its path.
        public var address: String? {
            get { content.value.address }
            set { content.value.address = newValue }
        }
        /// The parameters of the query.
        public var query: [Field] {
            get { content.value.query }
            set { content.value.query = newValue }
        }
        /// The HTTP statuses of success.
        public var accepts: Set<Int> {
            get { content.value.accepts }
            set { content.value.accepts = newValue }
        }
        /// Header fields of the request besides the usual ones, such as `Prefer`.
        public var headers: [String: String] {
            get { content.value.headers }
            set { content.value.headers = newValue }
        }
        /// The body; absent when none is sent.
        public var body: Body? {
            get { content.value.body }
            set { content.value.body = newValue }
        }
        /// The meaning of HTTP statuses for the job that the call is about.
        public var meanings: [Int: Meaning] {
            get { content.value.meanings }
            set { content.value.meanings = newValue }
        }
        /// The places of what is read, where they differ from the profile's.
        public var read: Paths? {
            get { content.value.read }
            set { content.value.read = newValue }
        }
        /// The values that later calls take from the answer.
        public var captures: [Capture] {
            get { content.value.captures }
            set { content.value.captures = newValue }
        }

        init(method: String, path: String, accepts: Set<Int>, headers: [String: String] = [:]) {
            content = CopyOnWrite(Content(method: method, path: path, accepts: accepts, headers: headers))
        }

        /// True if the profile says what this HTTP status means.
        func names(_ status: Int) -> Bool { accepts.contains(status) || meanings[status] != nil }

        /// The HTTP statuses with a meaning.
        func statuses(meaning: Meaning) -> Set<Int> { Set(meanings.filter { $0.value == meaning }.keys) }
    }

    /// A name with a value, in a query or a form.
    public struct Field: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The value, which may have placeholders.
        public var value: String
    }

    /// The body of a call, which may have placeholders.
    public enum Body: Sendable, Hashable {
        /// A JSON text.
        case json(String)
        /// The fields of a form.
        case form([Field])
        /// Any other text.
        case text(String)
    }

    /// The meaning of an HTTP status.
    public enum Meaning: Sendable, Hashable {
        /// The job is in this state, unless something else in the answer tells it.
        case state(JobState)
        /// The request came too early.
        case throttled
    }

    /// A value that is taken from an answer, for later calls.
    public struct Capture: Sendable, Hashable {
        /// The name, which appears in later calls as `{name}`.
        public var name: String
        /// The places of the value.
        public var places: [Place]
    }

    /// The way in which the next page of results is found.
    public struct Pages: Sendable, Hashable {
        enum Next: Sendable, Hashable {
            /// An address.
            case address([Place])
            /// The address in the `Link` header with this relation.
            case link(String)
            /// A value of a parameter of the query.
            case cursor([Place], query: String)
            /// The addresses of all parts.
            case each([Place])
        }

        let next: Next
        /// The value that means that there is no further page.
        let end: String?
        /// The places of the items of a page.
        let items: [Place]
    }

    /// The way in which a token is sent.
    public struct TokenScheme: Sendable, Hashable {
        /// The part of a request that carries a token.
        public enum Carrier: Sendable, Hashable {
            /// A header field, `{token}` standing for the token in its value.
            case header(name: String, value: String)
            /// A parameter of the query.
            case query(String)
            /// A cookie.
            case cookie(String)
            /// The user's name and password in `Authorization`.
            case basic
        }

        /// The kind of token, which decides how one is forged.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case jwt
            case opaque
        }

        /// The part of a request that carries a token.
        public var carrier = Carrier.header(name: "Authorization", value: "Bearer {token}")
        /// The kind of token; absent where its look decides.
        public var kind: Kind?
        /// The HTTP statuses with which a wrong token may be refused.
        public var refused: Set<Int> = [401, 403]
    }
}
