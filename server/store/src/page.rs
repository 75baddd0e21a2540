//! Pages by key set, with Relay's arguments: a cursor holds the sort value and the id of its row, and a page begins
//! beyond them. Rows that are added or removed elsewhere don't shift a page, and nothing is skipped by counting; a
//! row whose sort value changes between two pages may be in both or in neither.

use domain::id::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{Condition, QueryFilter, QueryOrder, QuerySelect};

/// The value rows are sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortKey {
    /// Text and days.
    Text(String),
    /// Numbers, amounts and instants.
    Number(i64),
}

impl SortKey {
    fn expr(&self) -> SimpleExpr {
        match self {
            SortKey::Text(text) => Expr::val(text.clone()),
            SortKey::Number(number) => Expr::val(*number),
        }
    }
}

/// Marks a row in a sorted list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Sort value of the row.
    pub key: SortKey,
    /// Its id, which breaks ties.
    pub id: Uuid,
}

/// Why a page can't be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Neither `first` nor `last`, or both, or out of bounds.
    #[error("give either first or last, from 1 to {}", PageRequest::MAX_SIZE)]
    Size,
    /// A cursor that was not made here.
    #[error("the cursor is not one this list gave out")]
    Cursor,
}

impl Cursor {
    /// As opaque text.
    pub fn encode(&self) -> String {
        let text = match &self.key {
            SortKey::Text(text) => format!("t{}|{text}", self.id.simple()),
            SortKey::Number(number) => format!("n{}|{number}", self.id.simple()),
        };
        hex::encode(text)
    }

    /// From text that `encode` made.
    pub fn decode(text: &str) -> Result<Cursor, PageError> {
        let bytes = hex::decode(text).map_err(|_| PageError::Cursor)?;
        let text = String::from_utf8(bytes).map_err(|_| PageError::Cursor)?;
        let (head, value) = text.split_once('|').ok_or(PageError::Cursor)?;
        let number = head.strip_prefix('n');
        let id = number.or_else(|| head.strip_prefix('t')).ok_or(PageError::Cursor)?;
        let id = Uuid::parse_str(id).map_err(|_| PageError::Cursor)?;
        let key = match number {
            Some(_) => SortKey::Number(value.parse().map_err(|_| PageError::Cursor)?),
            None => SortKey::Text(value.to_owned()),
        };
        Ok(Cursor { key, id })
    }
}

/// Which rows of a list are asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    size: u64,
    backward: bool,
    after: Option<Cursor>,
    before: Option<Cursor>,
}

/// Rows of a page, in the list's order.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows with their cursors.
    pub rows: Vec<(Cursor, T)>,
    /// More follow.
    pub has_next: bool,
    /// More come before.
    pub has_previous: bool,
}

impl PageRequest {
    /// The most rows a page may have.
    pub const MAX_SIZE: u64 = 200;
    /// Rows when the caller names no number.
    pub const DEFAULT_SIZE: u64 = 50;

    /// From Relay's arguments.
    pub fn from_arguments(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<PageRequest, PageError> {
        let (size, backward) = match (first, last) {
            (None, None) => (PageRequest::DEFAULT_SIZE, false),
            (Some(size), None) => (u64::try_from(size).map_err(|_| PageError::Size)?, false),
            (None, Some(size)) => (u64::try_from(size).map_err(|_| PageError::Size)?, true),
            (Some(_), Some(_)) => return Err(PageError::Size),
        };
        if size == 0 || size > PageRequest::MAX_SIZE {
            return Err(PageError::Size);
        }
        let after = after.map(Cursor::decode).transpose()?;
        let before = before.map(Cursor::decode).transpose()?;
        Ok(PageRequest { size, backward, after, before })
    }

    /// Narrows, sorts and limits a query. One row more than asked for is read, to know whether there is one.
    pub fn apply<Q>(&self, query: Q, key: &SimpleExpr, id: &SimpleExpr, descending: bool) -> Q
    where
        Q: QueryFilter + QueryOrder + QuerySelect,
    {
        let beyond = |cursor: &Cursor, greater: bool| {
            let value = cursor.key.expr();
            let compare = |column: SimpleExpr, value: SimpleExpr| {
                if greater { column.gt(value) } else { column.lt(value) }
            };
            Condition::any().add(compare(key.clone(), value.clone())).add(
                Condition::all().add(key.clone().eq(value)).add(compare(id.clone(), Expr::val(cursor.id))),
            )
        };
        let mut query = query;
        if let Some(after) = &self.after {
            query = QueryFilter::filter(query, beyond(after, !descending));
        }
        if let Some(before) = &self.before {
            query = QueryFilter::filter(query, beyond(before, descending));
        }
        let order = if descending == self.backward { Order::Asc } else { Order::Desc };
        query
            .order_by(key.clone(), order.clone())
            .order_by(id.clone(), order)
            .limit(self.size.saturating_add(1))
    }

    /// Puts the rows read into the list's order and drops the one too many.
    pub fn to_page<T>(&self, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        if self.backward {
            rows.reverse();
        }
        let (has_next, has_previous) =
            if self.backward { (self.before.is_some(), more) } else { (more, self.after.is_some()) };
        let rows = rows.into_iter().map(|row| (cursor(&row), row)).collect();
        Page { rows, has_next, has_previous }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_survive_encoding_and_forgeries_are_refused() {
        let id = Uuid::from_bytes([3; 16]);
        for key in [SortKey::Number(-5), SortKey::Text("2026-11-22|x".into())] {
            let cursor = Cursor { key, id };
            assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
        }
        for forged in ["", "zz", "00", &hex::encode("nope|1"), &hex::encode("n|1")] {
            assert_eq!(Cursor::decode(forged), Err(PageError::Cursor), "{forged}");
        }
    }

    #[test]
    fn sizes_out_of_bounds_are_refused() {
        for (first, last) in
            [(Some(0), None), (Some(201), None), (Some(-1), None), (None, Some(0)), (Some(1), Some(1))]
        {
            assert_eq!(PageRequest::from_arguments(first, None, last, None).err(), Some(PageError::Size));
        }
        assert!(PageRequest::from_arguments(None, None, None, None).is_ok());
    }
}
