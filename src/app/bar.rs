//! What the bars offer to whom: the one above on a desktop, the one below on a phone.
use crate::{
    base::{Actor, Lang, Role, Text},
    features::{
        accounts::ui::{AccountMenu, use_me},
        guidance::ui::GuidanceBanner,
        tickets::ui::LeadChanges,
    },
    ui::{Glyph, Icon, Later, LineBadge, NavLink, TopBar},
    words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Where one can go.
#[derive(Clone, Copy)]
struct Place {
    href: &'static str,
    /// One is there at these addresses and at all below them, unless another place is nearer.
    holds: &'static [&'static str],
    glyph: Glyph,
    name: Text,
    /// Under a picture there is less room.
    short: Text,
    /// On which widths it stands in the bar above.
    class: &'static str,
}

impl Place {
    const fn new(href: &'static str, holds: &'static [&'static str], glyph: Glyph, name: Text) -> Self {
        Place { href, holds, glyph, name, short: name, class: "" }
    }
    /// How much of this address leads here; nothing where it belongs to no place of this one.
    fn reach(self, path: &str) -> usize {
        let leads = |place: &&&str| {
            path.strip_prefix(**place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.holds.iter().filter(leads).map(|place| place.len()).max().unwrap_or_default()
    }
}

const HOME: Place = Place::new("/", &["/"], Glyph::Home, words::app::HOME);
const MINE: Place = Place::new("/tickets", &["/tickets"], Glyph::Ticket, words::app::MY_TICKETS);
const DESK: Place =
    Place { short: words::app::DESK_SHORT, ..Place::new("/desk", &["/desk"], Glyph::Desk, words::app::DESK) };
const ALL: Place = Place::new("/tickets/all", &["/tickets/all"], Glyph::Ticket, words::app::TICKETS);
const MORE: Place = Place {
    class: "until-wide",
    ..Place::new("/more", &["/more", "/tickets", "/admin"], Glyph::Menu, words::app::MORE)
};
const ADMINISTRATION: Place = Place {
    class: "from-wide",
    ..Place::new("/admin/people", &["/admin"], Glyph::Gear, words::app::ADMINISTRATION)
};

/// The bar above, in words. What an administrator's has no room for stands in *More*.
const fn above(role: Role) -> &'static [Place] {
    match role {
        Role::Employee => &[HOME, MINE],
        Role::Technician => &[DESK, ALL],
        Role::Admin => &[DESK, ALL, ADMINISTRATION, MORE],
    }
}

/// The bar below.
const fn below(role: Role) -> &'static [Place] {
    match role {
        Role::Employee => &[HOME, MINE],
        Role::Technician | Role::Admin => &[DESK, ALL, MORE],
    }
}

/// The bar of a signed-in person; a visitor's pages have their own mark and need none.
/// Under it, on every page, the way back to a guidance that goes on.
#[component]
pub fn Bar() -> impl IntoView {
    use_me().map(|me| {
        let lang = Lang::current();
        let back = (!me.is_staff()).then(|| {
            view! {
                <aside class="way-back" aria-label=lang.say(words::app::WAY_BACK)>
                    <GuidanceBanner />
                </aside>
            }
            .into_any()
        });
        let changes = me.is_staff().then(|| view! { <LeadChanges me=me.id /> });
        view! {
            {changes}
            <TopBar>
                <nav class="topnav" aria-label=lang.say(words::app::PLACES)>
                    <Places places=above(me.role) />
                </nav>
                <span class="grow"></span>
                <LineBadge />
                <Later last=true>
                    <Menu me />
                </Later>
            </TopBar>
            {back}
        }
        .into_any()
    })
}

/// The bar below, seen on a phone.
#[component]
pub fn PhoneBar() -> impl IntoView {
    use_me().map(|me| {
        view! {
            <nav class="bottombar" aria-label=Lang::current().say(words::app::PLACES)>
                <Places places=below(me.role) pictured=true />
            </nav>
        }
        .into_any()
    })
}

#[component]
fn Places(places: &'static [Place], #[prop(optional)] pictured: bool) -> impl IntoView {
    let lang = Lang::current();
    let path = use_location().pathname;
    let nearest = Memo::new(move |_| {
        path.with(|path| places.iter().map(|place| place.reach(path)).max().unwrap_or_default())
    });
    let link = |place: &'static Place| {
        let here = Signal::derive(move || {
            let reach = path.with(|path| place.reach(path));
            reach > 0 && reach == nearest.get()
        });
        let (name, class) = if pictured { (place.short, "") } else { (place.name, place.class) };
        let glyph = pictured.then_some(place.glyph);
        view! { <NavLink href=place.href label=lang.say(name) here glyph class /> }.into_any()
    };
    places.iter().map(link).collect_view()
}

/// Behind the initials; what staff ask for themselves is found there.
#[component]
fn Menu(me: Actor) -> impl IntoView {
    let lang = Lang::current();
    let own = me.is_staff().then(|| {
        view! {
            <a class="menu-item" href="/tickets">
                <Icon glyph=Glyph::Ticket />
                {lang.say(words::tickets::MY_REQUESTS)}
            </a>
            <a class="menu-item" href="/tickets/new">
                <Icon glyph=Glyph::Plus />
                {lang.say(words::tickets::NEW_TICKET)}
            </a>
        }
        .into_any()
    });
    view! { <AccountMenu me>{own}</AccountMenu> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(places: &[Place], path: &str) -> Vec<&'static str> {
        let nearest = places.iter().map(|place| place.reach(path)).max().unwrap_or_default();
        places.iter().filter(|p| nearest > 0 && p.reach(path) == nearest).map(|p| p.href).collect()
    }

    #[test]
    fn a_page_belongs_to_the_nearest_place() {
        let (ada, grace) = (below(Role::Employee), below(Role::Technician));
        for (path, place) in [("/", "/"), ("/tickets", "/tickets"), ("/tickets/new", "/tickets")] {
            assert_eq!(here(ada, path), [place]);
        }
        for (path, place) in [
            ("/desk/12", "/desk"),
            ("/tickets/all", "/tickets/all"),
            ("/tickets", "/more"),
            ("/tickets/new", "/more"),
            ("/admin/people/1", "/more"),
        ] {
            assert_eq!(here(grace, path), [place]);
        }
        for path in ["/profile", "/deskside"] {
            assert!(here(ada, path).is_empty() && here(grace, path).is_empty());
        }
        let linus = above(Role::Admin);
        assert_eq!(here(linus, "/admin/departments"), ["/admin/people", "/more"], "one of them is seen");
    }
}
