//! JSON Resume (schema 1.0.0) in and out, so that people can take what was read with them and bring it back. What a file
//! holds and HireQ has no field for stays with it: members that no struct here names are kept in its `rest`.

mod dates;
mod export;
mod import;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Members that no field is for.
type Rest = Map<String, Value>;

/// A JSON Resume. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JsonResume {
    /// Address of the schema.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Who.
    pub basics: Basics,
    /// Positions.
    pub work: Vec<Work>,
    pub education: Vec<Course>,
    pub skills: Vec<NamedSkill>,
    /// Spoken languages.
    pub languages: Vec<Language>,
    pub certificates: Vec<Certificate>,
    /// Volunteering, projects, awards, publications, interests, references, and what else there is.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Who it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Basics {
    pub name: String,
    /// Headline.
    pub label: String,
    /// Address.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Web site.
    pub url: String,
    /// Profile.
    pub summary: String,
    /// Where.
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
    /// ISO 3166 code.
    pub country_code: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A web address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Network's name.
    pub network: String,
    /// Address.
    pub url: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Work {
    /// Employer.
    #[serde(alias = "company")]
    pub name: String,
    /// Title.
    pub position: String,
    /// Where.
    pub location: String,
    /// `2021-07-01`, `2021-07` or `2021`.
    pub start_date: String,
    /// As `start_date`; empty while it goes on.
    pub end_date: String,
    /// In a sentence.
    pub summary: String,
    /// What was done.
    pub highlights: Vec<String>,
    /// What the employer does.
    pub description: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A course of education.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Course {
    /// School.
    pub institution: String,
    /// Subject.
    pub area: String,
    /// Degree.
    pub study_type: String,
    pub start_date: String,
    pub end_date: String,
    /// Grade.
    pub score: String,
    /// Subjects.
    pub courses: Vec<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedSkill {
    /// Name of a skill or of a group.
    pub name: String,
    /// The group's skills.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A spoken language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Language {
    /// Name.
    pub language: String,
    /// How well.
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

/// Members without content are members that are not there; many programs write null for them. Numbers stand for the words
/// that the schema asks for: `"startDate": 2014`.
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

/// Without members that say nothing: the schema takes no empty text for an address or a date.
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
    /// Reads a file.
    ///
    /// # Errors
    /// Where it is no JSON, or holds something of another kind than the schema says.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        serde_json::from_value(plain(serde_json::from_slice(bytes)?))
    }

    /// The file's text.
    ///
    /// # Errors
    /// None that a résumé could cause.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(&without_empty(serde_json::to_value(self)?))
    }
}
