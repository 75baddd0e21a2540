//! Typed ids as SeaORM's column type, which its derive can't make for a generic struct: stored as their UUID.

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{
    ActiveValue, ColIdx, DbErr, IntoActiveValue, QueryResult, TryFromU64, TryGetError, TryGetable, Value,
};

use super::{Id, Uuid};

impl<K> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Value {
        id.uuid.into()
    }
}

impl<K> TryGetable for Id<K> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
        Uuid::try_get_by(row, column).map(Id::from_uuid)
    }
}

impl<K> ValueType for Id<K> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        <Uuid as ValueType>::try_from(value).map(Id::from_uuid)
    }

    fn type_name() -> String {
        "Id".to_owned()
    }

    fn array_type() -> ArrayType {
        <Uuid as ValueType>::array_type()
    }

    fn column_type() -> ColumnType {
        <Uuid as ValueType>::column_type()
    }
}

impl<K> Nullable for Id<K> {
    fn null() -> Value {
        Uuid::null()
    }
}

impl<K> IntoActiveValue<Id<K>> for Id<K> {
    fn into_active_value(self) -> ActiveValue<Id<K>> {
        ActiveValue::Set(self)
    }
}

impl<K> TryFromU64 for Id<K> {
    fn try_from_u64(number: u64) -> Result<Self, DbErr> {
        Uuid::try_from_u64(number).map(Id::from_uuid)
    }
}
