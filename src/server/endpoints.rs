//! The endpoints of a room: each with its handler, its description, and the scope that a personal access
//! token needs for it.
use super::{House, Room, idempotency, token_access::Scopes};
use crate::base::Scope;
use axum::{Router, http::Method, middleware, routing::MethodRouter};
use std::{collections::BTreeMap, sync::Arc};
use utoipa::openapi::{
    ObjectBuilder, PathItem, Paths, RefOr, Schema, Type,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
};
use utoipa_axum::router::UtoipaMethodRouter;

/// For what no personal access token will do: passwords, sessions, tokens themselves.
pub const NO_TOKEN: Option<Scope> = None;

/// Routes with their descriptions. Each says which scope it needs: one that says nothing does not compile.
#[derive(Default)]
pub struct Endpoints {
    pub(super) router: Router<Arc<House>>,
    pub(super) scopes: Scopes,
    pub(super) paths: Paths,
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
    /// The rooms they are of, each with what it is about.
    pub(super) tags: Vec<(&'static str, &'static str)>,
}

impl Endpoints {
    /// Adds what `routes!` made; the path is known with and without its last slash.
    pub fn with(mut self, scope: impl Into<Option<Scope>>, made: UtoipaMethodRouter<Arc<House>>) -> Self {
        let scope: Option<Scope> = scope.into();
        let (schemas, mut paths, methods) = made;
        for (path, item) in &mut paths.paths {
            self.router = both(self.router, path, methods.clone());
            operations(item).for_each(|(method, _)| self.scopes.declare(path, method, scope));
        }
        self.paths.merge(paths);
        self.schemas.extend(schemas);
        self
    }
    /// Like [`Endpoints::with`], for what creates: with an idempotency key, a repeated `POST` gets the first
    /// answer.
    pub fn creating(self, scope: impl Into<Option<Scope>>, made: UtoipaMethodRouter<Arc<House>>) -> Self {
        let (schemas, mut paths, methods) = made;
        for operation in paths.paths.values_mut().filter_map(|item| item.post.as_mut()) {
            operation.parameters.get_or_insert_default().push(idempotency_key());
        }
        self.with(scope, (schemas, paths, methods.layer(middleware::from_fn(idempotency::first_answer))))
    }
    /// Like [`Endpoints::with`], for a route that is no part of the description: a socket, a file.
    pub fn beside(
        mut self,
        scope: impl Into<Option<Scope>>,
        path: &str,
        methods: MethodRouter<Arc<House>>,
    ) -> Self {
        let scope: Option<Scope> = scope.into();
        self.router = both(self.router, path, methods);
        METHODS.into_iter().for_each(|method| self.scopes.declare(path, method, scope));
        self
    }
    /// These and those.
    pub fn and(mut self, other: Endpoints) -> Self {
        self.router = self.router.merge(other.router);
        self.scopes.extend(other.scopes);
        self.paths.merge(other.paths);
        self.schemas.extend(other.schemas);
        self.tags.extend(other.tags);
        self
    }
    /// The endpoints of a room, under its name.
    pub fn of(room: &Room) -> Self {
        let mut endpoints = (room.endpoints)();
        for (_, operation) in endpoints.paths.paths.values_mut().flat_map(operations) {
            operation.tags = Some(vec![room.name.to_owned()]);
        }
        endpoints.tags.push((room.name, room.about));
        endpoints
    }
    /// Names under which two different things are described.
    pub fn clashes(&self) -> Vec<&str> {
        let mut known = BTreeMap::new();
        self.schemas
            .iter()
            .filter(|(name, schema)| known.insert(name, schema).is_some_and(|other| other != schema))
            .map(|(name, _)| name.as_str())
            .collect()
    }
    /// Every method and path of the description, as `GET /api/v1/me`.
    pub fn names(&self) -> Vec<String> {
        let mut paths = self.paths.paths.clone();
        let names = paths
            .iter_mut()
            .flat_map(|(path, item)| operations(item).map(move |(method, _)| format!("{method} {path}")));
        names.collect()
    }
    /// What each of them needs, as [`Endpoints::names`] has them.
    pub fn scopes(&self) -> Vec<(String, Option<Scope>)> {
        self.scopes.list()
    }
}

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The operations of a path, by method.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let PathItem { get, post, put, patch, delete, .. } = item;
    METHODS.into_iter().zip([get, post, put, patch, delete]).filter_map(|(m, op)| Some((m, op.as_mut()?)))
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some(
            "Made by the caller, best a UUID: the same request sent again with it gets the first answer \
             and has no effect",
        ))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .min_length(Some(1))
                .max_length(Some(255))
                .pattern(Some("^[!-~]+$")),
        ))
        .build()
}

fn both(router: Router<Arc<House>>, path: &str, methods: MethodRouter<Arc<House>>) -> Router<Arc<House>> {
    let bare = path.trim_end_matches('/');
    router.route(bare, methods.clone()).route(&format!("{bare}/"), methods)
}
