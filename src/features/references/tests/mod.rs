//! Programs written for the reference documents.
mod clients;
