//! What a page without scripts posted and was refused, kept for a while: the page is drawn again with it,
//! also after its person has signed in anew. Secrets are not kept, and nothing outlasts the process.
use super::{Ctx, cookies};
use crate::base::{AccountId, PAGE_OWNER, drawing::KeptForm};
use axum::http::{HeaderMap, HeaderValue, Uri, request::Parts};
use moka::{policy::EvictionPolicy, sync::Cache};
use std::{collections::VecDeque, sync::Arc, time::Duration};
use uuid::Uuid;

/// Under this key an address names what is kept.
pub const KEY: &str = "__kept";
/// A form with more fields is not kept: none of ours has so many.
pub const MAX_FIELDS: usize = 64;
const FOR: Duration = Duration::from_secs(3600);
/// So many bytes are kept for people, and as many for visitors; beyond it the oldest go.
const MOST: u64 = 8 * 1024 * 1024;
/// So many bytes, in so many forms, are kept of one person, or of one network's visitors.
const SHARE: u32 = 256 * 1024;
const MAX_FORMS: usize = 16;
/// What a form, and a field of one, take beside their texts.
const OVERHEAD: usize = 256;
/// So many people and networks have a share.
const SHARERS: u64 = 10_000;
/// Fields whose names have one of these words are secrets.
const SECRETS: [&str; 3] = ["password", "current", "code"];
/// By this cookie the browser of a visitor is known again, who may have signed in meanwhile.
const COOKIE: &str = "cordee_form";

/// The refused forms of the house: a visitor's take no room from a person's.
#[derive(Default)]
pub struct KeptForms {
    peoples: Shelf,
    visitors: Shelf,
}

/// Forms, and which of them are whose, the oldest first.
struct Shelf {
    forms: Cache<Uuid, Arc<Kept>>,
    shares: Cache<String, Arc<Share>>,
}

type Share = VecDeque<(Uuid, u32)>;

/// Who sends a form, or asks for a page.
#[derive(Clone)]
struct Sender {
    account: Option<AccountId>,
    browser: Option<Uuid>,
    network: String,
}

struct Kept {
    /// Whose page it was.
    owner: Option<AccountId>,
    /// From which browser a visitor sent it: what an address says of its owner may be anybody's word.
    browser: Option<Uuid>,
    form: KeptForm,
}

/// How a page's address names what is kept, and the cookie for a visitor's browser.
pub struct Reference {
    pub mark: String,
    pub cookie: Option<HeaderValue>,
}

impl Kept {
    fn size(&self) -> u32 {
        let fields = self.form.fields.iter().map(|(name, text)| name.len() + text.len() + OVERHEAD);
        u32::try_from(fields.sum::<usize>() + self.form.path.len() + OVERHEAD).unwrap_or(u32::MAX)
    }

    fn is_for(&self, reader: &Sender) -> bool {
        let is_theirs = self.owner.is_none_or(|owner| reader.account == Some(owner));
        is_theirs && self.browser.is_none_or(|browser| reader.browser == Some(browser))
    }
}

impl Default for Shelf {
    fn default() -> Self {
        let forms = Cache::builder()
            .weigher(|_, kept: &Arc<Kept>| kept.size())
            .max_capacity(MOST)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_live(FOR);
        let shares = Cache::builder().max_capacity(SHARERS).time_to_live(FOR);
        Shelf { forms: forms.build(), shares: shares.build() }
    }
}

impl Shelf {
    /// Puts one more in this share, whose oldest make room for it; one that is larger than a share is left.
    fn put(&self, share: String, kept: Kept) -> Option<Uuid> {
        let (id, size) = (Uuid::new_v4(), kept.size());
        if size > SHARE {
            return None;
        }
        self.forms.insert(id, Arc::new(kept));
        self.shares.entry(share).and_upsert_with(|before| {
            let mut share = before.map_or_else(Share::default, |entry| Share::clone(&entry.into_value()));
            share.push_back((id, size));
            while share.len() > MAX_FORMS || share.iter().map(|(_, size)| size).sum::<u32>() > SHARE {
                let Some((oldest, _)) = share.pop_front() else { break };
                self.forms.invalidate(&oldest);
            }
            Arc::new(share)
        });
        Some(id)
    }
}

impl KeptForms {
    /// Keeps what was posted to this address, but for secrets.
    fn keep(&self, from: &Sender, address: &Uri, mut fields: Vec<(String, String)>) -> Option<Uuid> {
        fields.retain(|(name, _)| SECRETS.iter().all(|secret| !name.contains(secret)));
        let form = KeptForm { path: address.path().to_owned(), fields };
        match from.account {
            Some(account) => {
                let kept = Kept { owner: Some(account), browser: None, form };
                self.peoples.put(account.to_string(), kept)
            }
            None => {
                let owner = value(address, PAGE_OWNER).and_then(|owner| owner.parse().ok());
                self.visitors.put(from.network.clone(), Kept { owner, browser: from.browser, form })
            }
        }
    }

    /// What this address names, if it is for this reader.
    fn find(&self, address: &Uri, reader: &Sender) -> Option<KeptForm> {
        let id: Uuid = value(address, KEY)?.parse().ok()?;
        let kept = self.peoples.forms.get(&id).or_else(|| self.visitors.forms.get(&id))?;
        kept.is_for(reader).then(|| kept.form.clone())
    }
}

impl Sender {
    fn of(ctx: &Ctx, headers: &HeaderMap) -> Self {
        let browser = cookies::value(headers, COOKIE, ctx.visit.secure).and_then(|id| id.parse().ok());
        let account = ctx.actor.as_ref().map(|actor| actor.id);
        Sender { account, browser, network: ctx.visit.network() }
    }
}

fn cookie(ctx: &Ctx, browser: Uuid) -> Option<HeaderValue> {
    cookies::cookie(COOKIE, &browser.to_string(), ctx.visit.secure, FOR).parse().ok()
}

/// Is this the cookie that is set here? It says nothing of a session.
pub fn is_own(cookie: &HeaderValue) -> bool {
    let text = cookie.as_bytes();
    text.strip_prefix(b"__Host-").unwrap_or(text).starts_with(COOKIE.as_bytes())
}

fn value<'a>(address: &'a Uri, key: &str) -> Option<&'a str> {
    address.query()?.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// Keeps what this request posted and was refused; none where it is too much.
pub fn keep(ctx: &Ctx, request: &Parts, fields: Vec<(String, String)>) -> Option<Reference> {
    let mut from = Sender::of(ctx, &request.headers);
    let browser = *from.browser.get_or_insert_with(Uuid::new_v4);
    let id = ctx.kept_forms.keep(&from, &request.uri, fields)?;
    let cookie = if from.account.is_none() { cookie(ctx, browser) } else { None };
    Some(Reference { mark: format!("{KEY}={id}"), cookie })
}

/// What the page at this address is drawn with.
pub fn of_page(ctx: &Ctx, request: &Parts) -> Option<KeptForm> {
    ctx.kept_forms.find(&request.uri, &Sender::of(ctx, &request.headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(network: &str) -> Sender {
        Sender { account: None, browser: Some(Uuid::new_v4()), network: network.into() }
    }

    fn person() -> Sender {
        Sender { account: Some(AccountId(Uuid::new_v4())), ..visitor("192.0.2.1") }
    }

    fn text(size: usize) -> Vec<(String, String)> {
        vec![("form[problem]".into(), "x".repeat(size))]
    }

    fn found(forms: &KeptForms, id: Option<Uuid>, reader: &Sender) -> Option<KeptForm> {
        let page: Uri = format!("/sign-in?{KEY}={}", id?).parse().unwrap();
        forms.find(&page, reader)
    }

    const DOOR: &str = "/fn/sign_in";

    #[test]
    fn forms_without_end_take_no_memory_without_end() {
        let (forms, address) = (KeptForms::default(), Uri::from_static(DOOR));
        let mut last = None;
        let from = visitor("192.0.2.1");
        for number in 0..60_000 {
            let one = Sender { network: number.to_string(), ..from.clone() };
            last = forms.keep(&one, &address, vec![("password".into(), "guessed".into())]);
        }
        forms.visitors.forms.run_pending_tasks();
        let most = MOST / OVERHEAD as u64;
        let kept = forms.visitors.forms.entry_count();
        assert!(kept <= most, "{kept} of {most}");
        assert_eq!(found(&forms, last, &from).unwrap().fields, [], "the newest is there, without its secret");
        // Fields that say nothing weigh as well.
        let empty = vec![(String::new(), String::new()); 131_000];
        assert_eq!(forms.keep(&from, &address, empty), None, "more than a share");
    }

    #[test]
    fn nobodys_flood_pushes_out_what_another_sent() {
        let (forms, address) = (KeptForms::default(), Uri::from_static(DOOR));
        let ada = person();
        let (neighbour, flood) = (visitor("192.0.2.2"), visitor("192.0.2.3"));
        let hers = forms.keep(&ada, &address, text(600));
        let theirs = forms.keep(&neighbour, &address, text(600));
        let first = forms.keep(&flood, &address, text(100_000));
        for _ in 0..200 {
            forms.keep(&flood, &address, text(100_000));
        }
        assert!(found(&forms, hers, &ada).is_some() && found(&forms, theirs, &neighbour).is_some());
        assert!(found(&forms, first, &flood).is_none(), "its own make room");
        forms.visitors.forms.run_pending_tasks();
        assert_eq!(forms.visitors.forms.entry_count(), 3, "two of a share, and the neighbour's");
    }

    #[test]
    fn a_kept_form_is_for_whoever_sent_it() {
        let forms = KeptForms::default();
        let (ada, eve) = (person(), person());
        let hers = format!("/fn/open_ticket?{PAGE_OWNER}={}", ada.account.unwrap()).parse().unwrap();
        // Signed in, it is the sender's, whatever their address says.
        let sent = forms.keep(&eve, &hers, text(9));
        assert!(found(&forms, sent, &ada).is_none() && found(&forms, sent, &eve).is_some());
        let stranger = visitor("192.0.2.9");
        let sent = forms.keep(&stranger, &hers, text(9));
        assert!(found(&forms, sent, &ada).is_none(), "whoever is not signed in may name anybody");
        let back = |who: &Sender| Sender { browser: stranger.browser, ..who.clone() };
        assert!(found(&forms, sent, &back(&ada)).is_some(), "she has signed in again, in her browser");
        assert!(found(&forms, sent, &back(&eve)).is_none());
        let sent = forms.keep(&stranger, &Uri::from_static(DOOR), text(9));
        assert!(found(&forms, sent, &eve).is_none() && found(&forms, sent, &stranger).is_some());
    }
}
