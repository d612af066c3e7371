//! What this room draws: the door, one's own account, and the admin's people.
mod account_menu;
mod add_person;
mod door;
mod fields;
#[cfg(feature = "ssr")]
mod gate;
mod guard;
mod make_token;
mod me;
mod password_form;
mod people_page;
mod person_page;
mod profile_page;
#[cfg(feature = "ssr")]
mod register_page;
mod roles;
mod served;
mod sessions;
#[cfg(feature = "ssr")]
mod sign_in_page;
mod tokens;
#[cfg(feature = "ssr")]
mod welcome_page;

pub use account_menu::AccountMenu;
pub use door::{RegisterPage, SignInPage, WelcomePage};
pub use guard::{AdminOnly, SignedIn, StaffOnly};
pub use me::{provide_me, use_me, use_secret};
pub use people_page::PeoplePage;
pub use person_page::PersonPage;
pub use profile_page::ProfilePage;
pub use roles::{RolePill, role_name};
