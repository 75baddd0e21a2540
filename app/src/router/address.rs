//! Addresses inside an entry point: a path, the parameters after `?`, and patterns of paths.

/// Names with values, as in `?status=open&after=x`, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParamsMap(Vec<(String, String)>);

impl ParamsMap {
    /// Reads what stands after the `?` of an address.
    pub fn parse(search: &str) -> Self {
        let pairs = search.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The value with this name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// Sets the value with this name.
    pub fn insert(&mut self, name: impl Into<String>, value: String) {
        let name = name.into();
        self.remove(&name);
        self.0.push((name, value));
    }

    /// Takes the value with this name away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// `?status=open`, or nothing when there are no parameters.
    pub fn to_query_string(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            text.push(if text.is_empty() { '?' } else { '&' });
            encode(name, &mut text);
            text.push('=');
            encode(value, &mut text);
        }
        text
    }
}

/// The parameters of a path that has this pattern, such as `/portal/invoices/:id`; `*` stands for any path.
pub(super) fn match_path(pattern: &str, path: &str) -> Option<ParamsMap> {
    let mut params = ParamsMap::default();
    if pattern == "*" {
        return Some(params);
    }
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let segment = segments.next()?;
        match part.strip_prefix(':') {
            Some(name) => params.insert(name, decode(segment)),
            None if part == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(params)
}

/// Whether the path is the base itself or below it.
pub(super) fn is_below(base: &str, path: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
}

fn decode(text: &str) -> String {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let escaped = match (*byte, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        if escaped.is_some() {
            rest = after.get(2..).unwrap_or_default();
        }
        bytes.push(escaped.unwrap_or(if *byte == b'+' { b' ' } else { *byte }));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{ParamsMap, is_below, match_path};

    #[test]
    fn parameters_survive_a_round_trip() {
        let mut params = ParamsMap::default();
        for (name, value) in [("after", "a+b/c=="), ("search", "Amélie & co. 100 %"), ("empty", "")] {
            params.insert(name, value.to_owned());
        }
        let text = params.to_query_string();
        assert_eq!(text, "?after=a%2Bb%2Fc%3D%3D&search=Am%C3%A9lie%20%26%20co.%20100%20%25&empty=");
        assert_eq!(ParamsMap::parse(text.trim_start_matches('?')), params);
        params.remove("search");
        assert_eq!(params.get("search"), None);
        assert_eq!(params.get("after").as_deref(), Some("a+b/c=="));
    }

    #[test]
    fn odd_parameters_are_read_as_they_stand() {
        let params = ParamsMap::parse("a=1+2&b&c=%zz&d=%4");
        assert_eq!(params.get("a").as_deref(), Some("1 2"));
        assert_eq!(params.get("b").as_deref(), Some(""));
        assert_eq!(params.get("c").as_deref(), Some("%zz"));
        assert_eq!(params.get("d").as_deref(), Some("%4"));
    }

    #[test]
    fn paths_have_patterns() {
        let id = |pattern, path| match_path(pattern, path).map(|params| params.get("id"));
        assert_eq!(
            id("/portal/invoices/:id/pay", "/portal/invoices/inv_1/pay"),
            Some(Some("inv_1".to_owned()))
        );
        assert_eq!(id("/portal/invoices/:id", "/portal/invoices/inv_1/pay"), None);
        assert_eq!(id("/portal/invoices/:id", "/portal/invoices/"), None);
        assert_eq!(id("/portal", "/portal/"), Some(None));
        assert_eq!(id("*", "/anything"), Some(None));
    }

    #[test]
    fn other_entry_points_are_not_below() {
        assert!(is_below("/portal", "/portal/invoices"));
        assert!(is_below("/portal", "/portal"));
        assert!(!is_below("/portal", "/portals"));
        assert!(!is_below("/portal", "/admin"));
    }
}
