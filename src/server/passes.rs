//! Personal access tokens as the machine room sees them: what one may do, and how often.
use super::{House, http::Refusal, limits::Pace, problem::Remark};
use crate::{
    base::{Error, Scope},
    words::api as say,
};
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use uuid::Uuid;

/// What a caller showed who came with a personal access token.
#[derive(Clone, Debug)]
pub struct Pass {
    pub id: Uuid,
    pub scopes: Vec<Scope>,
}

/// Lets a request in that the token allows and whose pace is kept; says the pace, for the headers of the
/// answer.
#[expect(clippy::result_large_err, reason = "the refusal is the answer, and leaves at once")]
pub fn admit(house: &House, pass: &Pass, needed: Option<Scope>) -> Result<Pace, Response> {
    let refuse = |remark| {
        let mut response = Refusal(Error::Forbidden).into_response();
        response.extensions_mut().insert(remark);
        response
    };
    let pace = house.limits.pace(pass.id);
    if let Some(seconds) = pace.wait {
        let mut response = Refusal(Error::TooMany { seconds }).into_response();
        tell(response.headers_mut(), &pace);
        return Err(response);
    }
    match needed {
        None => Err(refuse(Remark::text(say::NO_TOKEN))),
        Some(scope) if pass.scopes.contains(&scope) => Ok(pace),
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
