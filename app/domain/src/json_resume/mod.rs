//! Import and export of JSON Resume (schema 1.0.0), so that people can take their data with them and bring it back.
//! Data without a field in HireQ is preserved: members that no struct here names are kept in its `rest`.

mod dates;
mod export;
mod import;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Members without a field.
type Rest = Map<String, Value>;

/// A JSON Resume. All members are optional.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JsonResume {
    /// The URL of the schema.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The person.
    pub basics: Basics,
    /// Positions.
    pub work: Vec<Work>,
    pub education: Vec<Course>,
    pub skills: Vec<NamedSkill>,
    /// Spoken languages.
    pub languages: Vec<Language>,
    pub certificates: Vec<Certificate>,
    /// Volunteering, projects, awards, publications, interests, references, and anything else.
    #[serde(flatten)]
    pub rest: Rest,
}

/// The person whom it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Basics {
    pub name: String,
    /// Headline.
    pub label: String,
    pub email: String,
    pub phone: String,
    pub url: String,
    pub summary: String,
    pub location: Location,
    /// Other web addresses.
    pub profiles: Vec<Profile>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Location {
    pub city: String,
    pub region: String,
    /// The ISO 3166 country code.
    pub country_code: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A web address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The network's name.
    pub network: String,
    pub url: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Work {
    /// The employer.
    #[serde(alias = "company")]
    pub name: String,
    /// The job title.
    pub position: String,
    pub location: String,
    /// `2021-07-01`, `2021-07` or `2021`.
    pub start_date: String,
    /// Like `start_date`; empty if ongoing.
    pub end_date: String,
    pub summary: String,
    /// Duties and achievements.
    pub highlights: Vec<String>,
    /// A description of the employer.
    pub description: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// An entry of the education section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Course {
    /// The school.
    pub institution: String,
    /// The subject.
    pub area: String,
    /// The degree.
    pub study_type: String,
    pub start_date: String,
    pub end_date: String,
    /// The grade.
    pub score: String,
    /// Single subjects.
    pub courses: Vec<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedSkill {
    /// The name of a skill or a group of skills.
    pub name: String,
    /// The skills of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A spoken language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Language {
    pub language: String,
    /// The level.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fluency: String,
    #[serde(flatten)]
    pub rest: Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Certificate {
    pub name: String,
    pub issuer: String,
    pub date: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// Removes members that are null, which many programs write for missing ones, and converts numbers to the strings that
/// the schema requires: `"startDate": 2014`.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, plain(v))).collect()
        }
        Value::Array(items) => items.into_iter().filter(|v| !v.is_null()).map(plain).collect(),
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}

/// Removes empty members, because the schema does not allow empty strings as URLs or dates.
fn without_empty(value: Value) -> Value {
    let empty = |value: &Value| match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(members) => {
            members.into_iter().map(|(k, v)| (k, without_empty(v))).filter(|(_, v)| !empty(v)).collect()
        }
        Value::Array(items) => items.into_iter().map(without_empty).collect(),
        other => other,
    }
}

impl JsonResume {
    /// Parses a file.
    ///
    /// # Errors
    /// If it is not JSON, or a member has another type than in the schema.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        serde_json::from_value(plain(serde_json::from_slice(bytes)?))
    }

    /// The file's contents.
    ///
    /// # Errors
    /// None that a résumé could cause.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(&without_empty(serde_json::to_value(self)?))
    }
}
