//! The kinds of entities.

use serde::{Deserialize, Serialize};

/// The kinds of entities in the `OntoNotes` corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Label {
    /// A company, authority or institution.
    Org,
    /// A date or a period.
    Date,
    /// A person's name.
    Person,
    /// A country, city or state.
    Gpe,
    /// An amount of money.
    Money,
    /// Any other number.
    Cardinal,
    /// A nationality, religion or political group.
    Norp,
    /// A percentage.
    Percent,
    /// The title of a book, a song or the like.
    WorkOfArt,
    /// Any other place: mountains, waters, regions.
    Loc,
    /// A time of day, or a duration of less than a day.
    Time,
    /// A measure: weight, distance.
    Quantity,
    /// A building, airport, motorway, bridge.
    Fac,
    /// A named battle, storm, match or the like.
    Event,
    /// First, second and so on.
    Ordinal,
    /// A manufactured thing: a car, a weapon, a dish.
    Product,
    /// A named law.
    Law,
    Language,
}

impl Label {
    /// All labels in the order of the network's outputs.
    pub const ALL: [Self; 18] = [
        Self::Org,
        Self::Date,
        Self::Person,
        Self::Gpe,
        Self::Money,
        Self::Cardinal,
        Self::Norp,
        Self::Percent,
        Self::WorkOfArt,
        Self::Loc,
        Self::Time,
        Self::Quantity,
        Self::Fac,
        Self::Event,
        Self::Ordinal,
        Self::Product,
        Self::Law,
        Self::Language,
    ];

    /// The corpus's name for it, such as "ORG".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Org => "ORG",
            Self::Date => "DATE",
            Self::Person => "PERSON",
            Self::Gpe => "GPE",
            Self::Money => "MONEY",
            Self::Cardinal => "CARDINAL",
            Self::Norp => "NORP",
            Self::Percent => "PERCENT",
            Self::WorkOfArt => "WORK_OF_ART",
            Self::Loc => "LOC",
            Self::Time => "TIME",
            Self::Quantity => "QUANTITY",
            Self::Fac => "FAC",
            Self::Event => "EVENT",
            Self::Ordinal => "ORDINAL",
            Self::Product => "PRODUCT",
            Self::Law => "LAW",
            Self::Language => "LANGUAGE",
        }
    }
}
