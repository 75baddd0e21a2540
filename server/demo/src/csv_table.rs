//! A table in a CSV file. Whatever is wrong in it is told with the file, the line and the column.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use anyhow::{Context, Result, anyhow, bail};

/// A file's lines under its headings.
#[derive(Debug)]
pub struct Table {
    /// Lines below the headings.
    pub rows: Vec<Row>,
}

/// One line.
#[derive(Debug)]
pub struct Row {
    file: &'static str,
    line: u64,
    cells: HashMap<String, String>,
}

impl Table {
    /// Reads a file with exactly these headings.
    pub fn read(file: &'static str, text: &str, columns: &[&str]) -> Result<Table> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().with_context(|| format!("{file}: the headings"))?.clone();
        if !headings.iter().eq(columns.iter().copied()) {
            bail!("{file} line 1: the columns must be {}", columns.join(","));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.with_context(|| file.to_owned())?;
            let line = record.position().map_or(0, csv::Position::line);
            let cells = headings.iter().zip(record.iter());
            let cells = cells.map(|(name, cell)| (name.to_owned(), cell.trim().to_owned())).collect();
            rows.push(Row { file, line, cells });
        }
        if rows.is_empty() {
            bail!("{file}: there is no line below the headings");
        }
        Ok(Table { rows })
    }
}

impl Row {
    /// An error about a cell.
    pub fn cell_error(&self, column: &str, why: impl Display) -> anyhow::Error {
        anyhow!("{} line {}, column {column}: {why}", self.file, self.line)
    }

    /// A cell that may be empty.
    pub fn optional(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// A cell that may not be empty.
    pub fn text(&self, column: &str) -> Result<&str> {
        self.optional(column).ok_or_else(|| self.cell_error(column, "is empty"))
    }

    /// A cell of a type, such as a number or a date.
    pub fn value<T: FromStr<Err: Display>>(&self, column: &str) -> Result<T> {
        let text = self.text(column)?;
        text.parse().map_err(|error| self.cell_error(column, format!("'{text}' can't be read: {error}")))
    }

    /// A cell that is one of some words.
    pub fn word(&self, column: &str, words: &[&'static str]) -> Result<&'static str> {
        let text = self.text(column)?;
        let found = words.iter().find(|word| **word == text);
        found
            .copied()
            .ok_or_else(|| self.cell_error(column, format!("'{text}' is none of {}", words.join(", "))))
    }

    /// `yes` or `no`.
    pub fn boolean(&self, column: &str) -> Result<bool> {
        Ok(self.word(column, &["yes", "no"])? == "yes")
    }

    /// What another table has under the name in a cell.
    pub fn lookup<'a, T>(&self, column: &str, known: &'a HashMap<String, T>) -> Result<&'a T> {
        let name = self.text(column)?;
        known.get(name).ok_or_else(|| self.cell_error(column, format!("nothing is called '{name}'")))
    }

    /// An amount as decimal text, above zero.
    pub fn amount(&self, column: &str) -> Result<String> {
        let text = self.text(column)?;
        match domain::money::parse_decimal(text) {
            Ok(minor) if minor > 0 => Ok(text.to_owned()),
            Ok(_) => Err(self.cell_error(column, "must be above zero")),
            Err(error) => Err(self.cell_error(column, error)),
        }
    }

    /// The address in a cell, lower case, if there is one.
    pub fn address(&self, column: &str) -> Result<Option<String>> {
        let Some(text) = self.optional(column) else { return Ok(None) };
        match text.parse::<lettre::Address>() {
            Ok(address) => Ok(Some(address.to_string().to_lowercase())),
            Err(error) => Err(self.cell_error(column, format!("'{text}' is not an address: {error}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Result<Row> {
        Ok(Table::read("people.csv", text, &["name", "age", "mail"])?.rows.remove(0))
    }

    #[test]
    fn errors_name_file_line_and_column() {
        let row = row("name,age,mail\n\"Ann, B\",x,@\n").unwrap();
        assert_eq!(row.text("name").unwrap(), "Ann, B");
        let error = row.value::<i64>("age").unwrap_err().to_string();
        assert!(error.starts_with("people.csv line 2, column age: 'x' can't be read"), "{error}");
        let error = row.address("mail").unwrap_err().to_string();
        assert!(error.starts_with("people.csv line 2, column mail: '@' is not an address"), "{error}");
        let error = row.lookup("name", &HashMap::<String, ()>::new()).unwrap_err().to_string();
        assert_eq!(error, "people.csv line 2, column name: nothing is called 'Ann, B'");
    }

    #[test]
    fn a_file_of_another_shape_is_refused() {
        assert!(row("name,age\nAnn,3\n").unwrap_err().to_string().contains("must be name,age,mail"));
        assert!(row("name,age,mail\n").unwrap_err().to_string().contains("no line"));
        assert!(row("name,age,mail\nAnn,3\n").is_err());
    }
}
