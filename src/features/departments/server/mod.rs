//! The server side of departments.
pub mod rest;
pub mod service;
mod store;

use crate::server::Room;

/// This room, as the machine room knows it.
pub const ROOM: Room = Room {
    name: "departments",
    about: "Departments and categories",
    endpoints: rest::endpoints,
    server_fns: &[
        ("list_directory", "GET /api/v1/departments"),
        ("add_department", "POST /api/v1/departments"),
        ("rename_department", "PATCH /api/v1/departments/{id}"),
        ("add_category", "POST /api/v1/categories"),
        ("rename_category", "PATCH /api/v1/categories/{id}"),
        ("make_category_default", "PATCH /api/v1/categories/{id}"),
    ],
    ..Room::NONE
};
