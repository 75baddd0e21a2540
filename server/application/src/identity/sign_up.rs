//! Opening an organization: requested with an address, confirmed by the link that is mailed there. Known and
//! unknown addresses are answered and timed alike.

use domain::audit::AuditAction;
use domain::id::SignUpId;
use domain::place::Country;
use domain::roles::Role;
use domain::session::SignInMethod;
use entity::{member, organization, sign_up, user};
use jiff::SignedDuration;
use locales::Language;
use serde_json::json;

use super::session::{self, SignedIn};
use super::{ClientInfo, attempts};
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::link_token::LinkPurpose;
use crate::link_token::SIGN_UP_HOURS;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::sign_up::SignUp;
use crate::{link_token, validation};

/// What is requested.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Its name.
    pub organization_name: String,
    /// Where it is.
    pub country: Country,
    /// The manager's full name.
    pub name: String,
    /// The manager's address.
    pub email: String,
    /// The manager's language.
    pub language: Language,
}

/// Queues the mail with the link.
pub async fn request_sign_up(app: &App, input: &NewOrganization, client_info: &ClientInfo) -> AppResult<()> {
    let organization_name = validation::parse_name("organizationName", &input.organization_name, 100)?;
    let name = validation::parse_name("name", &input.name, 100)?;
    let email = validation::parse_email("email", &input.email)?;
    attempts::allow_network(app, attempts::SIGN_UPS_BY_NETWORK, client_info.network).await?;
    attempts::allow(app, attempts::LINKS_BY_ADDRESS, &email).await?;
    let now = app.now();
    let row = sign_up::Model {
        id: app.new_id(),
        organization_name,
        country: input.country,
        name,
        email,
        language: input.language,
        created_at: now,
        expires_at: now + SignedDuration::from_hours(SIGN_UP_HOURS),
        consumed_at: None,
    };
    let mut work = app.begin().await?;
    store::invitations::insert_sign_up(work.txn(), row.clone()).await?;
    let envelope = Envelope::new(&row.name, &row.email, row.language);
    queue_email::<SignUp>(&mut work, envelope, row.id)?;
    work.commit().await?;
    Ok(())
}

/// Opens the organization and signs in as its manager. An address that has an account keeps it.
pub async fn confirm_sign_up(app: &App, token: &str, client_info: &ClientInfo) -> AppResult<SignedIn> {
    let invalid = || {
        AppError::user_error(
            ErrorCode::LinkInvalid,
            "the link was used already or is older than a day; start again",
        )
    };
    attempts::allow_network(app, attempts::TOKENS_BY_NETWORK, client_info.network).await?;
    let id: SignUpId = link_token::verify(&app.secret_key, LinkPurpose::SignUp, token).ok_or_else(invalid)?;
    let now = app.now();
    let mut work = app.begin().await?;
    let sign_up = store::invitations::take_sign_up(work.txn(), id, now).await?.ok_or_else(invalid)?;
    let account = user::Model {
        id: app.new_id(),
        email: sign_up.email,
        name: sign_up.name,
        language: sign_up.language,
        password_hash: None,
        second_factor_salt: None,
        second_factor_enabled_at: None,
        second_factor_step: None,
        created_at: now,
    };
    let user = store::people::insert_or_get_user(work.txn(), account).await?;
    let organization = organization::Model {
        id: app.new_id(),
        name: sign_up.organization_name,
        country: sign_up.country,
        invoice_prefix: "INV".to_owned(),
        next_invoice_number: 1,
        logo_key: None,
        second_factor_required: false,
        created_at: now,
    };
    store::community::insert_organization(work.txn(), organization.clone()).await?;
    let manager = member::Model {
        id: app.new_id(),
        organization_id: organization.id,
        user_id: user.id,
        role: Role::OrganizationManager,
        created_at: now,
    };
    store::members::insert(work.txn(), manager, &[]).await?;
    let actor = Actor::person(&user, Some(client_info.network.to_string()));
    let what =
        AuditedAction::new(AuditAction::OrganizationCreated, organization.id, organization.name.as_str());
    let detail = json!({ "country": organization.country });
    work.audit(&actor, organization.id, what, &detail);
    let begun = session::begin(&mut work, &user, SignInMethod::Invitation, client_info).await?;
    work.commit().await?;
    session::signed_in(app, user, begun, client_info).await
}
