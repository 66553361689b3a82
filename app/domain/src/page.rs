//! Lists come in pages.

use serde::{Deserialize, Serialize};

/// One page of a longer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Rows in the whole list.
    pub total: i64,
    /// This page, from 1.
    pub number: i64,
    /// Rows a page.
    pub size: i64,
}

impl<T> Page<T> {
    /// The rows of this page.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Pages in the whole list; at least 1.
    #[must_use]
    pub const fn pages(&self) -> i64 {
        let pages = (self.total + self.size - 1) / self.size;
        if pages < 1 { 1 } else { pages }
    }
}

/// Rows to skip before page `number` (from 1; smaller is taken as 1).
#[must_use]
pub const fn offset(number: i64, size: i64) -> i64 {
    if number < 1 { 0 } else { (number - 1).saturating_mul(size) }
}
