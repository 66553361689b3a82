//! What an advert's text says of a job besides its requirements, taken over into the form's fields.

use super::JobForm;
use crate::job::{Employment, JobContent, Pay, RemoteMode};
use serde::{Deserialize, Serialize};

/// Pay, place of work and contract, as far as a text names them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    pub remote: Option<RemoteMode>,
    pub employment: Option<Employment>,
    pub pay: Option<Pay>,
}

impl JobForm {
    /// Takes over what a text states, into fields that are as a new form has them. Returns what these are, in words.
    pub fn fill(&mut self, stated: &Stated) -> Vec<String> {
        let fresh = Self::from(&JobContent::empty());
        let mut filled = Vec::new();
        if let Some(remote) = stated.remote
            && self.remote == fresh.remote
            && self.remote != remote.as_str()
        {
            remote.as_str().clone_into(&mut self.remote);
            filled.push(remote.label().to_lowercase());
        }
        if let Some(employment) = stated.employment
            && self.employment == fresh.employment
            && self.employment != employment.as_str()
        {
            employment.as_str().clone_into(&mut self.employment);
            filled.push(employment.label().to_lowercase());
        }
        if let Some(pay) = &stated.pay
            && self.pay_min.trim().is_empty()
            && self.pay_max.trim().is_empty()
        {
            let content = JobContent { pay: Some(pay.clone()), ..JobContent::empty() };
            let Self { pay_min, pay_max, pay_currency, pay_period, .. } = Self::from(&content);
            (self.pay_min, self.pay_max, self.pay_currency, self.pay_period) =
                (pay_min, pay_max, pay_currency, pay_period);
            filled.push(pay.to_string());
        }
        filled
    }
}
