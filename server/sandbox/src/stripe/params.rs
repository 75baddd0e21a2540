//! Form parameters in Stripe's bracket notation (`line_items[0][quantity]=1`), read as a tree.

use std::collections::BTreeMap;

use super::api_error::ApiError;

#[derive(Clone, Debug)]
enum Node {
    Leaf(String),
    Branch(BTreeMap<String, Node>),
}

/// The parameters below one path. The path is only for naming fields in errors.
#[derive(Clone, Debug, Default)]
pub struct Params {
    path: String,
    fields: BTreeMap<String, Node>,
}

impl Params {
    /// Reads a query string or a form body.
    ///
    /// # Errors
    /// A key that is both a value and a group, or whose brackets don't close.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let mut fields = BTreeMap::new();
        for (key, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let keys = split(&key).ok_or_else(|| clash(&key))?;
            insert(&mut fields, &keys, value.into_owned()).ok_or_else(|| clash(&key))?;
        }
        Ok(Self { path: String::new(), fields })
    }

    /// The same text for the same parameters, whatever their order was.
    pub fn fingerprint(&self) -> String {
        format!("{:?}", self.fields)
    }

    /// Refuses any field that is not in `known`.
    pub fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.fields.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                let param = self.name(key);
                Err(ApiError::invalid(format!("Received unknown parameter: {param}"))
                    .code("parameter_unknown")
                    .param(param))
            }
        }
    }

    /// A single value; an empty one counts as absent.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.fields.get(key) {
            Some(Node::Leaf(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    pub fn need(&self, key: &str) -> Result<&str, ApiError> {
        self.text(key).ok_or_else(|| ApiError::missing_param(&self.name(key)))
    }

    pub fn int(&self, key: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.text(key) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            ApiError::invalid(format!("Invalid integer: {text}"))
                .code("parameter_invalid_integer")
                .param(self.name(key))
        })
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Result<Option<bool>, ApiError> {
        match self.text(key) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(text) => Err(ApiError::invalid(format!("Invalid boolean: {text}")).param(self.name(key))),
        }
    }

    /// A group, such as `metadata`.
    pub fn group(&self, key: &str) -> Option<Params> {
        match self.fields.get(key) {
            Some(Node::Branch(fields)) => Some(Params { path: self.name(key), fields: fields.clone() }),
            _ => None,
        }
    }

    /// The groups of a list, in the order of their indexes.
    pub fn groups(&self, key: &str) -> Vec<Params> {
        let Some(list) = self.group(key) else { return Vec::new() };
        let mut keys: Vec<&String> = list.fields.keys().collect();
        keys.sort_by_key(|key| key.parse::<usize>().unwrap_or(usize::MAX));
        keys.into_iter().filter_map(|key| list.group(key)).collect()
    }

    /// The plain values of a list, in order; a single plain value is a list of one.
    pub fn texts(&self, key: &str) -> Vec<String> {
        if let Some(one) = self.text(key) {
            return vec![one.to_owned()];
        }
        let Some(list) = self.group(key) else { return Vec::new() };
        let mut keys: Vec<&String> = list.fields.keys().collect();
        keys.sort_by_key(|key| key.parse::<usize>().unwrap_or(usize::MAX));
        keys.into_iter().filter_map(|key| list.text(key)).map(str::to_owned).collect()
    }

    /// A flat group of texts, such as `metadata`.
    pub fn map(&self, key: &str) -> BTreeMap<String, String> {
        let Some(group) = self.group(key) else { return BTreeMap::new() };
        group
            .fields
            .iter()
            .filter_map(|(key, node)| match node {
                Node::Leaf(text) => Some((key.clone(), text.clone())),
                Node::Branch(_) => None,
            })
            .collect()
    }

    /// How a field is called from the top, such as `line_items[0][quantity]`.
    pub fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}[{key}]", self.path) }
    }
}

fn clash(key: &str) -> ApiError {
    ApiError::invalid(format!("Invalid parameter name: {key}. Write nested fields as a[b]=c.")).param(key)
}

/// `a[b][]` as `["a", "b", ""]`.
fn split(key: &str) -> Option<Vec<String>> {
    let Some((head, rest)) = key.split_once('[') else { return Some(vec![key.to_owned()]) };
    let inner = rest.strip_suffix(']')?;
    let mut keys = vec![head.to_owned()];
    keys.extend(inner.split("][").map(str::to_owned));
    Some(keys)
}

fn insert(fields: &mut BTreeMap<String, Node>, keys: &[String], value: String) -> Option<()> {
    let (first, rest) = keys.split_first()?;
    let key = if first.is_empty() { fields.len().to_string() } else { first.clone() };
    if rest.is_empty() {
        match fields.remove(&key) {
            None => drop(fields.insert(key, Node::Leaf(value))),
            // A plain key said twice is a list of two.
            Some(Node::Leaf(before)) => {
                let both = [("0".to_owned(), Node::Leaf(before)), ("1".to_owned(), Node::Leaf(value))];
                fields.insert(key, Node::Branch(both.into()));
            }
            Some(Node::Branch(mut list)) => {
                list.insert(list.len().to_string(), Node::Leaf(value));
                fields.insert(key, Node::Branch(list));
            }
        }
        return Some(());
    }
    match fields.entry(key).or_insert_with(|| Node::Branch(BTreeMap::new())) {
        Node::Branch(inner) => insert(inner, rest, value),
        Node::Leaf(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_lists_and_groups() {
        let params = Params::parse(
            "line_items[0][quantity]=2&line_items[0][price_data][unit_amount]=500&metadata[a%20b]=c&expand[]=x&expand[]=y",
        )
        .unwrap();
        let item = params.groups("line_items").remove(0);
        assert_eq!(item.int("quantity").unwrap(), Some(2));
        let price = item.group("price_data").unwrap();
        assert_eq!(price.int("unit_amount").unwrap(), Some(500));
        assert_eq!(price.name("currency"), "line_items[0][price_data][currency]");
        assert_eq!(params.map("metadata").get("a b").map(String::as_str), Some("c"));
        assert_eq!(params.texts("expand"), ["x", "y"]);
    }

    #[test]
    fn list_indexes_sort_numerically() {
        let body: Vec<String> = (0..12).map(|index| format!("n[{index}]={index}")).collect();
        let params = Params::parse(&body.join("&")).unwrap();
        assert_eq!(params.texts("n").last().map(String::as_str), Some("11"));
        assert_eq!(params.texts("n").get(2).map(String::as_str), Some("2"));
    }

    #[test]
    fn order_does_not_change_the_fingerprint_but_values_do() {
        let one = Params::parse("a=1&b[c]=2").unwrap().fingerprint();
        assert_eq!(one, Params::parse("b[c]=2&a=1").unwrap().fingerprint());
        assert_ne!(one, Params::parse("b[c]=3&a=1").unwrap().fingerprint());
    }

    #[test]
    fn errors_name_the_parameter() {
        assert!(Params::parse("a=1&a[b]=2").is_err());
        let unknown = Params::parse("b[c]=1").unwrap().only(&["a"]).unwrap_err();
        assert_eq!(unknown.param.as_deref(), Some("b"));
        let number = Params::parse("n=1.5").unwrap().int("n").unwrap_err();
        assert_eq!(number.code, Some("parameter_invalid_integer"));
    }
}
