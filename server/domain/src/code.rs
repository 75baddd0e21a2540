//! Enums that are stored and exchanged as text codes: each case and its code stand in one place, and columns
//! have the enum as their type.

/// A text that is no code of an enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown code {code:?} for {kind}")]
pub struct UnknownCode {
    /// Name of the enum.
    pub kind: &'static str,
    /// The text.
    pub code: String,
}

/// Defines an enum whose cases are stored as text: `Case = "code"`. It becomes a column type of SeaORM, prints as
/// its code, and is read and serialized as it.
#[macro_export]
macro_rules! coded_enum {
    ($(#[$meta:meta])* $visibility:vis enum $name:ident {
        $($(#[$case_meta:meta])* $case:ident = $code:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        $visibility enum $name {
            $($(#[$case_meta])* #[sea_orm(string_value = $code)] $case,)*
        }

        impl $name {
            /// Every case, in the order of their definition.
            pub const ALL: &'static [$name] = &[$($name::$case),*];

            /// The code it is stored as.
            pub const fn code(self) -> &'static str {
                match self { $($name::$case => $code),* }
            }

            /// The case of a code.
            pub fn from_code(code: &str) -> Result<$name, $crate::code::UnknownCode> {
                match code {
                    $($code => Ok($name::$case),)*
                    _ => Err($crate::code::UnknownCode { kind: stringify!($name), code: code.to_owned() }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let code = <std::borrow::Cow<'de, str> as serde::Deserialize<'de>>::deserialize(deserializer)?;
                $name::from_code(&code).map_err(serde::de::Error::custom)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::UnknownCode;

            fn from_str(code: &str) -> Result<$name, Self::Err> {
                $name::from_code(code)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use sea_orm::ActiveEnum;

    use super::UnknownCode;

    coded_enum! {
        /// Two cases.
        pub enum Light {
            /// Go.
            Green = "green",
            /// Stop.
            Red = "red",
        }
    }

    #[test]
    fn cases_round_trip_through_their_codes() {
        for light in Light::ALL {
            assert_eq!(light.to_string().parse::<Light>(), Ok(*light));
            assert_eq!(light.to_value(), light.code());
            assert_eq!(Light::try_from_value(&light.code().to_owned()).unwrap(), *light);
        }
        assert_eq!(Light::from_code("blue"), Err(UnknownCode { kind: "Light", code: "blue".to_owned() }));
        assert!(Light::try_from_value(&"blue".to_owned()).is_err());
    }
}
