//! The server side of the pages several rooms share: it puts together what their verbs return.
pub mod rest;
pub mod service;
