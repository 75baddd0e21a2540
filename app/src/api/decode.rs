//! Reads an answer's data out of the browser's own JSON values.
//!
//! The browser has a JSON parser; a second one in the client would cost more than all else this folder does.
//! What does not fit the expected type is an error without words: the operations were checked against the
//! schema at build time, so it only happens when client and server are of different versions.

use std::fmt::{self, Display};

use js_sys::{Array, Object, Reflect};
use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use wasm_bindgen::{JsCast, JsValue};

/// The data was not of the expected form.
#[derive(Debug)]
pub(super) struct Mismatch;

impl Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the answer is not of the expected form")
    }
}

impl std::error::Error for Mismatch {}

impl serde::de::Error for Mismatch {
    fn custom<Words: Display>(_: Words) -> Self {
        Self
    }

    // By themselves these make the words that nobody reads, for each type.
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Reads a value.
///
/// # Errors
/// When it is not of this type.
pub(super) fn decode<Data: DeserializeOwned>(value: JsValue) -> Result<Data, Mismatch> {
    Data::deserialize(Value(value))
}

/// The case of an enum that has this name, in capitals or not; none for what is no such name.
pub fn named<Case: DeserializeOwned>(name: &str) -> Option<Case> {
    let name: StringDeserializer<Mismatch> = name.to_ascii_uppercase().into_deserializer();
    Case::deserialize(name).ok()
}

struct Value(JsValue);

// What does not depend on the expected type is apart from what does: that is compiled for each type.
impl Value {
    fn text(&self) -> Result<String, Mismatch> {
        self.0.as_string().ok_or(Mismatch)
    }

    fn items(self) -> Result<Items, Mismatch> {
        let items: Array = self.0.dyn_into().map_err(|_| Mismatch)?;
        Ok(Items { items, next: 0 })
    }

    fn fields(self) -> Result<Fields, Mismatch> {
        let object: Object = self.0.dyn_into().map_err(|_| Mismatch)?;
        Ok(Fields { names: Object::keys(&object), object, next: 0 })
    }

    /// The schema has whole numbers only.
    fn whole(&self) -> Result<i64, Mismatch> {
        let number: &js_sys::Number = self.0.dyn_ref().ok_or(Mismatch)?;
        let digits = number.to_string_with_radix(10).map_err(|_| Mismatch)?;
        String::from(digits).parse().map_err(|_| Mismatch)
    }

    fn is_nothing(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Mismatch;

    /// Every type says what it expects, but for values that are skipped.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_map(self.fields()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let name: StringDeserializer<Mismatch> = self.text()?.into_deserializer();
        visitor.visit_enum(name)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        ignored_any
    }
}

struct Items {
    items: Array,
    next: u32,
}

impl Items {
    fn take(&mut self) -> Option<Value> {
        let there = self.next < self.items.length();
        let item = there.then(|| Value(self.items.get(self.next)));
        self.next = self.next.saturating_add(1);
        item
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        self.take().map(|item| seed.deserialize(item)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.items.length()).ok()
    }
}

struct Fields {
    object: Object,
    names: Array,
    next: u32,
}

impl Fields {
    fn name(&self) -> Option<Value> {
        (self.next < self.names.length()).then(|| Value(self.names.get(self.next)))
    }

    fn take(&mut self) -> Result<Value, Mismatch> {
        let name = self.names.get(self.next);
        self.next = self.next.saturating_add(1);
        Reflect::get(&self.object, &name).map(Value).map_err(|_| Mismatch)
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Mismatch;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        self.name().map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        seed.deserialize(self.take()?)
    }
}
