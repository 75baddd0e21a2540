//! How an account's owner gets to the dashboard.

use serde_json::{Value, json};

use super::account::Account;
use super::api_error::ApiError;
use super::ids;
use super::state::StripeState;

impl StripeState {
    /// `POST /v1/accounts/{id}/login_links`: a way in that works once.
    pub fn create_login_link(&mut self, id: &str) -> Result<Value, ApiError> {
        let (now, token) = (self.now, ids::fresh("login"));
        let account = self.accounts.get_mut(id).ok_or_else(|| ApiError::not_found("account", id))?;
        if account.dashboard != "express" {
            return Err(ApiError::invalid(format!(
                "Cannot create a login link for an account without the Express dashboard: {id}."
            )));
        }
        account.login_links.push(token.clone());
        let url = self.page(&format!("express/{token}"));
        Ok(json!({"object": "login_link", "created": now, "url": url}))
    }

    /// Uses a login link up; none when there is no such one any more.
    pub fn log_in(&mut self, token: &str) -> Option<&Account> {
        let holds = |account: &&mut Account| account.login_links.iter().any(|link| link == token);
        let account = self.accounts.values_mut().find(holds)?;
        account.login_links.retain(|link| link != token);
        Some(account)
    }
}
