//! Enums of the inner layers in the schema. Names, cases and descriptions come from where the enum is defined, so
//! that a case stands in one place; a case `NotFound` is `NOT_FOUND` here.

use std::any::type_name;

use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{InputType, InputValueError, InputValueResult, Name, Value};
use domain::described::{Described, DescribedCase};

/// Shows an enum in the schema under a name: `schema_enum!(RefundStatus = domain::refund::RefundStatus)` defines a
/// type that wraps the enum and converts from and to it. A predicate leaves out cases that callers never see:
/// `schema_enum!(Role = domain::roles::Role, if is_member_role)`.
macro_rules! schema_enum {
    ($name:ident = $inner:ty) => {
        $crate::graphql::enums::schema_enum!($name = $inner, if |_: $inner| true);
    };
    ($name:ident = $inner:ty, if $is_shown:expr) => {
        #[doc = concat!("`", stringify!($inner), "` in the schema.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $inner);

        impl From<$inner> for $name {
            fn from(value: $inner) -> $name {
                $name(value)
            }
        }

        impl From<$name> for $inner {
            fn from(wrapper: $name) -> $inner {
                wrapper.0
            }
        }

        impl async_graphql::InputType for $name {
            type RawValueType = $name;

            fn type_name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                $crate::graphql::enums::register::<$name, $inner>(registry, $is_shown)
            }

            fn parse(value: Option<async_graphql::Value>) -> async_graphql::InputValueResult<$name> {
                $crate::graphql::enums::parse::<$name, $inner>(value, $is_shown)
            }

            fn to_value(&self) -> async_graphql::Value {
                $crate::graphql::enums::to_value(self.0)
            }

            fn as_raw_value(&self) -> Option<&$name> {
                Some(self)
            }
        }

        impl async_graphql::OutputType for $name {
            fn type_name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                $crate::graphql::enums::register::<$name, $inner>(registry, $is_shown)
            }

            async fn resolve(
                &self,
                _: &async_graphql::ContextSelectionSet<'_>,
                _: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                Ok($crate::graphql::enums::to_value(self.0))
            }
        }
    };
}
pub(super) use schema_enum;

/// Registers the type of a wrapper; gives its name.
pub(super) fn register<T: InputType, E: Described>(
    registry: &mut Registry,
    is_shown: impl Fn(E) -> bool,
) -> String {
    registry.create_input_type::<T, _>(MetaTypeId::Enum, |_| MetaType::Enum {
        name: T::type_name().into_owned(),
        description: Some(E::DESCRIPTION.to_owned()),
        enum_values: E::CASES.iter().filter(|case| is_shown(case.value)).map(enum_value).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(type_name::<T>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    })
}

fn enum_value<E>(case: &DescribedCase<E>) -> (String, MetaEnumValue) {
    let name = screaming_snake_case(case.name);
    let value = MetaEnumValue {
        name: name.clone(),
        description: Some(case.description.to_owned()),
        deprecation: Deprecation::NoDeprecated,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations: Vec::new(),
    };
    (name, value)
}

/// The case that an input names.
pub(super) fn parse<T: InputType + From<E>, E: Described>(
    value: Option<Value>,
    is_shown: impl Fn(E) -> bool,
) -> InputValueResult<T> {
    let value = value.unwrap_or_default();
    let name = match &value {
        Value::Enum(name) => name.as_str(),
        Value::String(name) => name,
        _ => return Err(InputValueError::expected_type(value)),
    };
    let mut cases = E::CASES.iter().filter(|case| is_shown(case.value));
    let case = cases.find(|case| screaming_snake_case(case.name) == name);
    case.map(|case| T::from(case.value)).ok_or_else(|| {
        InputValueError::custom(format!("Enumeration type does not contain value \"{name}\"."))
    })
}

/// A case as an output or default value.
pub(super) fn to_value<E: Described>(case: E) -> Value {
    Value::Enum(Name::new(screaming_snake_case(case.name())))
}

/// `NotFound` as `NOT_FOUND`.
fn screaming_snake_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len().saturating_add(4));
    for (position, letter) in name.char_indices() {
        if position > 0 && letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::errors::ErrorCode;
    use application::error_code;

    #[test]
    fn cases_are_named_as_graphql_names_them() {
        for (name, expected) in [("Paid", "PAID"), ("NotFound", "NOT_FOUND"), ("ApiKeyUsed", "API_KEY_USED")]
        {
            assert_eq!(screaming_snake_case(name), expected);
        }
    }

    #[test]
    fn values_are_parsed_and_written() {
        let not_found = ErrorCode(error_code::ErrorCode::NotFound);
        assert_eq!(not_found.to_value(), Value::Enum(Name::new("NOT_FOUND")));
        assert_eq!(ErrorCode::parse(Some(not_found.to_value())).unwrap(), not_found);
        assert_eq!(ErrorCode::parse(Some(Value::String("NOT_FOUND".to_owned()))).unwrap(), not_found);
        for wrong in [Value::Enum(Name::new("NotFound")), Value::from(1), Value::Null] {
            assert!(ErrorCode::parse(Some(wrong)).is_err());
        }
    }

    #[test]
    fn cases_left_out_are_no_input() {
        use domain::payment::PaymentMethod;
        schema_enum!(ByHand = PaymentMethod, if |method: PaymentMethod| method.online_method().is_none());
        let cash = Value::Enum(Name::new("CASH"));
        assert_eq!(ByHand::parse(Some(cash)).unwrap(), ByHand(PaymentMethod::Cash));
        assert!(ByHand::parse(Some(Value::Enum(Name::new("CARD")))).is_err());
    }

    #[test]
    fn descriptions_reach_the_schema() {
        let sdl = crate::graphql::sdl();
        let code = &error_code::ErrorCode::CASES[0];
        assert!(sdl.contains(&format!("{}\n\t\"\"\"\n\tNOT_FOUND\n", code.description)), "{sdl}");
        assert!(sdl.contains(error_code::ErrorCode::DESCRIPTION));
    }
}
