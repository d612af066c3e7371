//! Tests that belong to no single room: the rules of the house, the named cast, and stories across rooms.
mod house_rules;
mod house_text;
