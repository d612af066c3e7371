//! Which scope a personal access token needs for what a request has reached: declared with each endpoint, and
//! nothing where none was.
use crate::base::Scope;
use axum::{
    extract::{MatchedPath, Request},
    http::Method,
};
use std::{collections::BTreeMap, sync::Arc};

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
    pub fn needed(request: &Request) -> Option<Scope> {
        let scopes = request.extensions().get::<Arc<Scopes>>()?;
        let path = bare(request.extensions().get::<MatchedPath>()?.as_str());
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        let declared = scopes.0.get(&path).and_then(|of| of.iter().find(|(known, _)| known == method));
        match declared {
            Some((_, scope)) => *scope,
            // Nothing is there: the answer will be 404 or 405.
            None if method == Method::GET => Some(Scope::Read),
            None => Some(Scope::Write),
        }
    }
}

fn bare(path: &str) -> String {
    path.trim_end_matches('/').to_owned()
}
