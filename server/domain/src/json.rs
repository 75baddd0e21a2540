//! Lists that a column keeps as JSON text.

/// Defines a column type over a list or a struct, stored as JSON text. A text that is not such JSON is an error of the
/// query, never an empty list.
#[macro_export]
macro_rules! json_column {
    ($(#[$($attribute:tt)*])* pub struct $name:ident($value:ty);) => {
        $(#[$($attribute)*])*
        #[derive(
            Debug, Clone, Default, PartialEq, Eq, sea_orm::DeriveValueType, serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(value_type = "String")]
        #[serde(transparent)]
        pub struct $name(pub $value);

        impl std::ops::Deref for $name {
            type Target = $value;

            fn deref(&self) -> &$value {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&serde_json::to_string(&self.0).map_err(|_| std::fmt::Error)?)
            }
        }

        impl std::str::FromStr for $name {
            type Err = serde_json::Error;

            fn from_str(text: &str) -> Result<$name, serde_json::Error> {
                serde_json::from_str(text).map($name)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    json_column! {
        /// An example.
        pub struct Words(Vec<String>);
    }

    #[test]
    fn invalid_json_text_is_an_error() {
        let words = Words(vec!["a".to_owned(), "\"b\"".to_owned()]);
        assert_eq!(words.to_string(), r#"["a","\"b\""]"#);
        assert_eq!(words.to_string().parse::<Words>().unwrap(), words);
        for wrong in ["", "{}", "[1]", "[\"a\"", "a b"] {
            assert!(wrong.parse::<Words>().is_err(), "{wrong}");
        }
    }
}
