//! Reads an answer's data out of the browser's own JSON values.
//!
//! The browser has a JSON parser; a second one in the client would cost more than all else this folder does.
//! What does not fit the expected type is an error without words: the operations were checked against the
//! schema at build time, so it only happens when client and server are of different versions.

use std::fmt::{self, Display};

use js_sys::{Array, Object, Reflect};
use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
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
}

/// Reads a value.
///
/// # Errors
/// When it is not of this type.
pub(super) fn decode<Data: DeserializeOwned>(value: JsValue) -> Result<Data, Mismatch> {
    Data::deserialize(Value(value))
}

struct Value(JsValue);

impl<'de> Deserializer<'de> for Value {
    type Error = Mismatch;

    // Most types say what they expect; a branch for that alone, not for all there could be, keeps the
    // client small, since each type has a copy of what it asks for.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.as_string().is_some() {
            self.deserialize_string(visitor)
        } else if self.0.as_bool().is_some() {
            self.deserialize_bool(visitor)
        } else if Array::is_array(&self.0) {
            self.deserialize_seq(visitor)
        } else if self.0.is_object() {
            self.deserialize_map(visitor)
        } else if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_unit()
        } else {
            self.deserialize_i64(visitor)
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.0.as_string().ok_or(Mismatch)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    // The schema has whole numbers only.
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_i64(whole(&self.0).ok_or(Mismatch)?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(items(self.0)?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(fields(self.0)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
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
        let name: StringDeserializer<Mismatch> = self.0.as_string().ok_or(Mismatch)?.into_deserializer();
        visitor.visit_enum(name)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

fn whole(value: &JsValue) -> Option<i64> {
    let number: &js_sys::Number = value.dyn_ref()?;
    String::from(number.to_string_with_radix(10).ok()?).parse().ok()
}

fn items(value: JsValue) -> Result<Items, Mismatch> {
    let items: Array = value.dyn_into().map_err(|_| Mismatch)?;
    Ok(Items { items, next: 0 })
}

fn fields(value: JsValue) -> Result<Fields, Mismatch> {
    let object: Object = value.dyn_into().map_err(|_| Mismatch)?;
    Ok(Fields { names: Object::keys(&object), object, next: 0 })
}

struct Items {
    items: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        if self.next >= self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.next);
        self.next += 1;
        seed.deserialize(Value(item)).map(Some)
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

impl<'de> MapAccess<'de> for Fields {
    type Error = Mismatch;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        if self.next >= self.names.length() {
            return Ok(None);
        }
        seed.deserialize(Value(self.names.get(self.next))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        let name = self.names.get(self.next);
        self.next += 1;
        seed.deserialize(Value(Reflect::get(&self.object, &name).map_err(|_| Mismatch)?))
    }
}
