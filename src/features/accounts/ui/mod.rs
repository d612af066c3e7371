//! What this room draws: the door, one's own account, and the admin's people.
mod account_menu;
mod add_person;
mod fields;
mod gate;
mod guard;
mod make_token;
mod me;
mod password_form;
mod people_page;
mod person_page;
mod profile_page;
mod register_page;
mod roles;
mod sessions;
mod sign_in_page;
mod tokens;
mod welcome_page;

pub use account_menu::AccountMenu;
pub use guard::{AdminOnly, SignedIn, StaffOnly};
pub use me::{provide_me, use_me, use_secret};
pub use people_page::PeoplePage;
pub use person_page::PersonPage;
pub use profile_page::ProfilePage;
pub use register_page::RegisterPage;
pub use roles::{RolePill, role_name};
pub use sign_in_page::SignInPage;
pub use welcome_page::WelcomePage;
