//! Personal access tokens as the machine room sees them: what one may do, which scope each endpoint needs,
//! and how often one may ask.
use super::{House, http::Refusal, limits::Pace, problem::Remark};
use crate::{
    base::{Error, Scope},
    words::api as say,
};
use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// What a caller may do who came with a personal access token.
#[derive(Clone, Debug)]
pub struct TokenAccess {
    pub id: Uuid,
    pub scopes: Vec<Scope>,
}

/// Lets a request in that the token allows and whose pace is kept; says the pace, for the headers of the
/// answer.
#[expect(clippy::result_large_err, reason = "the refusal is the answer, and leaves at once")]
pub fn admit(house: &House, token: &TokenAccess, needed: Option<Vec<Scope>>) -> Result<Pace, Response> {
    let refuse = |remark| {
        let mut response = Refusal(Error::Forbidden).into_response();
        response.extensions_mut().insert(remark);
        response
    };
    let pace = house.limits.pace(token.id);
    if let Some(seconds) = pace.wait {
        let mut response = Refusal(Error::TooMany { seconds }).into_response();
        tell(response.headers_mut(), &pace);
        return Err(response);
    }
    let Some(needed) = needed else { return Err(refuse(Remark::text(say::NO_TOKEN))) };
    match needed.iter().find(|scope| !token.scopes.contains(scope)) {
        None => Ok(pace),
        Some(scope) => Err(refuse(Remark::filled(say::Scope { scope: scope.word() }))),
    }
}

/// `RateLimit-*` headers: how many a minute, how many are left, in how many seconds all are.
pub fn tell(headers: &mut HeaderMap, pace: &Pace) {
    for (name, value) in [
        ("ratelimit-limit", pace.limit),
        ("ratelimit-remaining", pace.remaining),
        ("ratelimit-reset", pace.reset),
    ] {
        headers.insert(name, value.into());
    }
    if let Some(seconds) = pace.wait {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
}

/// The scopes of a router's endpoints, by path (without its last slash) and method.
#[derive(Clone, Debug, Default)]
pub struct Scopes(BTreeMap<String, Vec<(Method, Option<Scope>)>>);

impl Scopes {
    pub fn declare(&mut self, path: &str, method: Method, scope: Option<Scope>) {
        self.0.entry(bare(path)).or_default().push((method, scope));
    }
    pub fn extend(&mut self, other: Scopes) {
        for (path, declared) in other.0 {
            self.0.entry(path).or_default().extend(declared);
        }
    }
    /// All of them, as `GET /api/v1/me`.
    pub fn list(&self) -> Vec<(String, Option<Scope>)> {
        let named = |(path, declared): (&String, &Vec<(Method, Option<Scope>)>)| {
            declared.iter().map(|(method, scope)| (format!("{method} {path}"), *scope)).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(named).collect()
    }
    /// What a request needs; none where no token will do, as on pages and server functions, whose routes
    /// declare nothing.
    pub fn needed(request: &Request) -> Option<Vec<Scope>> {
        let scopes = request.extensions().get::<Arc<Scopes>>()?;
        let path = bare(request.extensions().get::<MatchedPath>()?.as_str());
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        let declared = scopes.0.get(&path).and_then(|of| of.iter().find(|(known, _)| known == method));
        let scope = match declared {
            Some((_, scope)) => (*scope)?,
            // Nothing is there: the answer will be 404 or 405.
            None if method == Method::GET => Scope::Read,
            None => Scope::Write,
        };
        // A line is for both ways.
        let is_line = request.headers().contains_key(header::UPGRADE) && scope == Scope::Write;
        Some(if is_line { vec![Scope::Read, scope] } else { vec![scope] })
    }
}

fn bare(path: &str) -> String {
    path.trim_end_matches('/').to_owned()
}
