//! What a page without scripts posted and was refused, kept for a while: the page is drawn again with it,
//! also after its person has signed in anew. Secrets are not kept, and nothing outlasts the process.
use super::Ctx;
use crate::base::{AccountId, PAGE_OWNER, drawing::KeptForm};
use axum::http::Uri;
use moka::{policy::EvictionPolicy, sync::Cache};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// Under this key an address names what is kept.
pub const KEY: &str = "__kept";
const FOR: Duration = Duration::from_secs(3600);
/// So many bytes are kept for the whole house; beyond it the oldest go.
const MOST: u64 = 8 * 1024 * 1024;
/// What a form, and a field of one, take beside their texts.
const OVERHEAD: usize = 256;
/// Fields whose names have one of these words are secrets.
const SECRETS: [&str; 3] = ["password", "current", "code"];

/// The refused forms of the house.
pub struct KeptForms(Cache<Uuid, Arc<Kept>>);

struct Kept {
    /// Whose page it was; a visitor's is known by its id alone.
    owner: Option<String>,
    form: KeptForm,
}

impl Kept {
    fn size(&self) -> u32 {
        let fields = self.form.fields.iter().map(|(name, text)| name.len() + text.len() + OVERHEAD);
        u32::try_from(fields.sum::<usize>() + OVERHEAD).unwrap_or(u32::MAX)
    }
}

impl Default for KeptForms {
    fn default() -> Self {
        let kept = Cache::builder()
            .weigher(|_, kept: &Arc<Kept>| kept.size())
            .max_capacity(MOST)
            .eviction_policy(EvictionPolicy::lru())
            .time_to_live(FOR);
        KeptForms(kept.build())
    }
}

impl KeptForms {
    /// Keeps what was posted to this address, but for secrets; returns how a page's address names it.
    pub fn keep(&self, address: &Uri, mut fields: Vec<(String, String)>) -> String {
        fields.retain(|(name, _)| SECRETS.iter().all(|secret| !name.contains(secret)));
        let form = KeptForm { path: address.path().to_owned(), fields };
        let owner = value(address, PAGE_OWNER).map(ToOwned::to_owned);
        let id = Uuid::new_v4();
        self.0.insert(id, Arc::new(Kept { owner, form }));
        [KEY, "=", &id.to_string()].concat()
    }

    /// What this address names, if it is of a page of this person's.
    fn find(&self, address: &Uri, me: Option<AccountId>) -> Option<KeptForm> {
        let id: Uuid = value(address, KEY)?.parse().ok()?;
        let kept = self.0.get(&id)?;
        let is_mine = kept.owner.as_ref().is_none_or(|owner| me.is_some_and(|me| me.to_string() == *owner));
        is_mine.then(|| kept.form.clone())
    }
}

fn value<'a>(address: &'a Uri, key: &str) -> Option<&'a str> {
    address.query()?.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
}

/// What the page at this address is drawn with.
pub fn of_page(ctx: &Ctx, address: &Uri) -> Option<KeptForm> {
    ctx.kept_forms.find(address, ctx.actor.as_ref().map(|actor| actor.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_without_end_take_no_memory_without_end() {
        let (forms, address) = (KeptForms::default(), Uri::from_static("/fn/sign_in"));
        let mut last = String::new();
        for _ in 0..60_000 {
            last = forms.keep(&address, vec![("password".into(), "guessed".into())]);
        }
        forms.0.run_pending_tasks();
        let most = MOST / OVERHEAD as u64;
        assert!(forms.0.entry_count() <= most, "{} of {most}", forms.0.entry_count());
        let page: Uri = ["/sign-in?", &last].concat().parse().unwrap();
        assert_eq!(forms.find(&page, None).unwrap().fields, [], "the newest is there, without its secret");
    }
}
