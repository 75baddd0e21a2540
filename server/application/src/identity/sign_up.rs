//! Opening an organization: asked for with an address, confirmed by the link that is mailed there. Known and
//! unknown addresses are answered and timed alike.

use domain::audit::Action;
use domain::session::SignInMethod;
use entity::{member, organization, sign_up, user};
use locales::Language;
use serde_json::json;

use super::request_sign_in_link::read_email;
use super::send_sign_in_link::Letter;
use super::session::{self, SignedIn};
use super::{Visitor, attempts};
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::link_token::Purpose;
use crate::link_token::SIGN_UP_HOURS;
use crate::{link_token, text as words};
use store::words::Word;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Its name.
    pub organization_name: String,
    /// `us` or `ca`.
    pub country: &'static str,
    /// The manager's full name.
    pub name: String,
    /// The manager's address.
    pub email: String,
    /// The manager's language.
    pub language: Language,
}

/// Queues the mail with the link.
pub async fn request_sign_up(app: &App, input: &NewOrganization, visitor: &Visitor) -> Outcome<()> {
    let organization_name = words::name("organizationName", &input.organization_name, 100)?;
    let name = words::name("name", &input.name, 100)?;
    let email = read_email("email", &input.email)?;
    attempts::allow_from(app, attempts::SIGN_UPS_BY_NETWORK, visitor.network).await?;
    attempts::allow(app, attempts::LINKS_BY_ADDRESS, &email).await?;
    let now = app.now_ms();
    let row = sign_up::Model {
        id: app.new_id(),
        organization_name,
        country: input.country.to_owned(),
        name,
        email,
        language: input.language.word().to_owned(),
        created_at: now,
        expires_at: now.saturating_add(SIGN_UP_HOURS * 60 * 60 * 1000),
        consumed_at: None,
    };
    let letter = Letter { kind: "sign_up", link: row.id, organization: None, property: None };
    let txn = app.db.begin().await?;
    store::invitations::insert_sign_up(&txn, row.clone()).await?;
    letter.queue(app, &txn, (&row.name, &row.email, &row.language)).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(())
}

/// Opens the organization and signs in as its manager. An address that has an account keeps it.
pub async fn confirm_sign_up(app: &App, token: &str, visitor: &Visitor) -> Outcome<SignedIn> {
    let invalid = || {
        Failure::refuse(
            ErrorCode::LinkInvalid,
            "the link was used already or is older than a day; start again",
        )
    };
    attempts::allow_from(app, attempts::TOKENS_BY_NETWORK, visitor.network).await?;
    let id = link_token::read(&app.secret_key, Purpose::SignUp, token).ok_or_else(invalid)?;
    let now = app.now_ms();
    let txn = app.db.begin().await?;
    let asked = store::invitations::take_sign_up(&txn, id, now).await?.ok_or_else(invalid)?;
    let account = user::Model {
        id: app.new_id(),
        email: asked.email,
        name: asked.name,
        language: asked.language,
        password_hash: None,
        second_factor_salt: None,
        second_factor_enabled_at: None,
        second_factor_step: None,
        created_at: now,
    };
    let user = store::people::insert_or_get(&txn, account).await?;
    let organization = organization::Model {
        id: app.new_id(),
        name: asked.organization_name,
        country: asked.country,
        invoice_prefix: "INV".to_owned(),
        next_invoice_number: 1,
        logo_key: None,
        second_factor_required: false,
        created_at: now,
    };
    store::community::insert_organization(&txn, organization.clone()).await?;
    let manager = member::Model {
        id: app.new_id(),
        organization_id: organization.id,
        user_id: user.id,
        role: "organization_manager".to_owned(),
        created_at: now,
    };
    store::members::insert(&txn, manager, &[]).await?;
    let actor = Actor::person(&user, Some(visitor.network.to_string()));
    let what = (Action::OrganizationCreated, organization.id, organization.name.as_str());
    let detail = json!({ "country": organization.country });
    audit::write(app, &txn, &actor, organization.id, what, &detail).await?;
    let begun = session::begin(app, &txn, &user, SignInMethod::Invitation, visitor).await?;
    txn.commit().await?;
    session::signed_in(app, user, begun, visitor).await
}
