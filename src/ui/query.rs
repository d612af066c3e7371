//! What stands in the address after the `?`, read once. The router's own map of it unescapes what has been
//! unescaped already: of `50%25` it makes `50%`, then `50`.

/// The value under a key, the first where there are several; none where there is no such key.
pub fn value_of(query: &str, key: &str) -> Option<String> {
    values_of(query, key).next()
}

/// All values under a key, in their order.
pub fn values_of(query: &str, key: &str) -> impl Iterator<Item = String> {
    query.split('&').filter_map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == key).then(|| unescaped(value))
    })
}

/// `+` is a space, `%41` an A; a `%` that begins nothing stands for itself.
fn unescaped(value: &str) -> String {
    let (bytes, mut place) = (value.as_bytes(), 0);
    let mut text = Vec::with_capacity(bytes.len());
    while let Some(byte) = bytes.get(place) {
        let escaped = if *byte == b'%' { bytes.get(place + 1..place + 3).and_then(byte_of) } else { None };
        text.push(escaped.unwrap_or(if *byte == b'+' { b' ' } else { *byte }));
        place += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn byte_of(digits: &[u8]) -> Option<u8> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16);
    Some((digit(digits.first()?)? * 16 + digit(digits.get(1)?)?) as u8)
}

#[cfg(test)]
mod tests {
    use super::{value_of, values_of};

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let query = "tab=all&search=50+%25+%2B+2%263+%2525+%25zz&empty=&bare";
        assert_eq!(value_of(query, "search").unwrap(), "50 % + 2&3 %25 %zz");
        assert_eq!(value_of(query, "tab").unwrap(), "all");
        assert_eq!(value_of(query, "empty").unwrap(), "");
        assert_eq!(value_of(query, "bare").unwrap(), "");
        assert_eq!(value_of(query, "other"), None);
        assert_eq!(values_of("a=1&b=2&a=&a=3+4", "a").collect::<Vec<_>>(), ["1", "", "3 4"]);
        assert_eq!(value_of("search=100%", "search").unwrap(), "100%");
        assert_eq!(value_of("search=%zz%ff", "search").unwrap(), "%zz\u{fffd}");
        assert_eq!(value_of("search=%C3%A9cran", "search").unwrap(), "écran");
    }
}
