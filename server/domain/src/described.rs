//! Enums that callers of the API see: each case stands in one place, with the description they read, and the API
//! shows what is defined so without repeating a case. An enum that is also stored is a `coded_enum!`.

/// A case of an enum as callers see it.
#[derive(Debug)]
pub struct DescribedCase<E: 'static> {
    /// The case.
    pub value: E,
    /// Its name in Rust, such as `NotFound`.
    pub name: &'static str,
    /// What it means, in English.
    pub description: &'static str,
}

/// An enum that callers see. Implemented by [`described_enum!`](crate::described_enum) and
/// [`describe_enum!`](crate::describe_enum).
pub trait Described: Copy + Eq + Send + Sync + 'static {
    /// What the enum says, in English.
    const DESCRIPTION: &'static str;
    /// Every case, in the order of their definition.
    const CASES: &'static [DescribedCase<Self>];

    /// The name of a case in Rust; empty for none, which the macros rule out.
    fn name(self) -> &'static str {
        Self::CASES.iter().find(|case| case.value == self).map_or("", |case| case.name)
    }

    /// The case of a name.
    fn from_name(name: &str) -> Option<Self> {
        Self::CASES.iter().find(|case| case.name == name).map(|case| case.value)
    }
}

/// Defines an enum that callers see; its doc comments become their descriptions.
#[macro_export]
macro_rules! described_enum {
    ($(#[$($attribute:tt)*])* $visibility:vis enum $name:ident {
        $($(#[$($case_attribute:tt)*])* $case:ident),* $(,)?
    }) => {
        $(#[$($attribute)*])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility enum $name {
            $($(#[$($case_attribute)*])* $case,)*
        }

        $crate::describe_enum! {
            $(#[$($attribute)*])* $name { $($(#[$($case_attribute)*])* $case),* }
        }
    };
}

/// Implements [`Described`] for an enum from its attributes, for macros that define enums of their own kind.
#[macro_export]
macro_rules! describe_enum {
    ($(#[$($attribute:tt)*])* $name:ident {
        $($(#[$($case_attribute:tt)*])* $case:ident),* $(,)?
    }) => {
        impl $crate::described::Described for $name {
            const DESCRIPTION: &'static str = concat!($($crate::doc_text!($($attribute)*)),*).trim_ascii();
            const CASES: &'static [$crate::described::DescribedCase<$name>] = &[$(
                $crate::described::DescribedCase {
                    value: $name::$case,
                    name: stringify!($case),
                    description: concat!($($crate::doc_text!($($case_attribute)*)),*).trim_ascii(),
                }
            ),*];
        }
    };
}

/// The text of a doc comment; empty for any other attribute.
#[doc(hidden)]
#[macro_export]
macro_rules! doc_text {
    (doc = $text:literal) => {
        $text
    };
    ($($other:tt)*) => {
        ""
    };
}

#[cfg(test)]
mod tests {
    use super::Described;

    described_enum! {
        /// Whether one may go,
        /// and how.
        #[derive(Default)]
        pub enum Signal {
            /// Go.
            #[default]
            Green,
            /// Stop, and
            /// wait.
            RedLight,
        }
    }

    #[test]
    fn descriptions_are_the_doc_comments() {
        assert_eq!(Signal::DESCRIPTION, "Whether one may go, and how.");
        let cases: Vec<_> = Signal::CASES.iter().map(|case| (case.name, case.description)).collect();
        assert_eq!(cases, [("Green", "Go."), ("RedLight", "Stop, and wait.")]);
    }

    #[test]
    fn names_lead_back_to_their_cases() {
        for case in Signal::CASES {
            assert_eq!((case.value.name(), Signal::from_name(case.name)), (case.name, Some(case.value)));
        }
        assert_eq!(Signal::from_name("Blue"), None);
        assert_eq!(Signal::default(), Signal::Green);
    }
}
