//! The tags of a ticket, as people write them and as a form changes them; how they are spelt is known to the
//! server only.
use super::*;
use crate::base::text::fold;

/// Each readable, and not too many; those that say nothing are left out.
pub fn parse_tags(tags: &[String]) -> AppResult<Vec<String>> {
    let said: Vec<&String> = tags.iter().filter(|tag| !tag.trim().is_empty()).collect();
    if said.len() > MAX_TAGS {
        return Err(Error::field("tags", Problem::TooLong { max: MAX_TAGS }));
    }
    let parsed = said.into_iter().map(|tag| parse_tag(tag)).collect::<Result<Vec<_>, _>>();
    let mut tags = parsed.map_err(|problem| Error::field("tags", problem))?;
    // Always in the same order, so that no two who make new ones wait for each other.
    tags.sort_by_cached_key(|tag| fold(tag));
    Ok(tags)
}

impl TagsForm {
    /// The tags it wants.
    pub fn parse(&self) -> AppResult<Vec<String>> {
        parse_tags(&between_commas(&self.tags))
    }

    /// What a ticket with these tags has after it: what was added to those shown is added, what was taken
    /// from them is taken away, and what others have changed meanwhile stays.
    pub fn apply(&self, now: Vec<String>) -> AppResult<Vec<String>> {
        let wanted = self.parse()?;
        let Some(shown) = self.drawn.field("tags").map(|shown| between_commas(&shown)) else {
            return Ok(wanted);
        };
        let mut after = now;
        after.retain(|name| has_tag(&wanted, name) || !has_tag(&shown, name));
        for name in wanted.into_iter().filter(|name| !has_tag(&shown, name)) {
            if !has_tag(&after, &name) {
                after.push(name);
            }
        }
        parse_tags(&after)
    }
}

fn between_commas(text: &str) -> Vec<String> {
    text.split(',').map(|tag| tag.trim().to_owned()).collect()
}

/// Is one of these tags read like this name?
fn has_tag(tags: &[String], name: &str) -> bool {
    let key = fold(name);
    tags.iter().any(|tag| fold(tag) == key)
}
