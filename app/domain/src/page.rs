//! Pagination.

use serde::{Deserialize, Serialize};

/// One page of a longer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The number of rows in the whole list.
    pub total: i64,
    /// The number of this page, starting at 1.
    pub number: i64,
    /// Rows per page.
    pub size: i64,
}

impl<T> Page<T> {
    /// The rows of this page.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The number of pages in the whole list; at least 1.
    #[must_use]
    pub const fn pages(&self) -> i64 {
        let pages = (self.total + self.size - 1) / self.size;
        if pages < 1 { 1 } else { pages }
    }
}

/// The number of rows before page `number` (starting at 1; smaller values count as 1).
#[must_use]
pub const fn offset(number: i64, size: i64) -> i64 {
    if number < 1 { 0 } else { (number - 1).saturating_mul(size) }
}
