//! What people do with their accounts: documents, the links in their mail, the codes of their app, and how each
//! way of signing in goes.

use application::identity::password;
use entity::user;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};
use totp_rs::{Algorithm, Secret, TOTP};

use crate::client::Client;
use crate::community::Person;
use crate::secrets;
use crate::test_app::TestApp;

/// A password nobody guesses.
pub const PASSWORD: &str = "correct horse battery staple";
/// One minute, in seconds.
pub const MINUTE: i64 = 60;
/// One hour, in seconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day, in seconds.
pub const DAY: i64 = 24 * HOUR;

/// Who asks, and what of them is shown.
pub const VIEWER: &str =
    "{ viewer { email name language hasPassword secondFactor { enabled required recoveryCodesLeft }
    memberships { id role secondFactorMissing organization { id name } properties { name } }
    residencies { unit { label } } } }";
/// By password.
pub const SIGN_IN: &str = "mutation($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) {
        viewer { email } secondFactorRequired userErrors { code field message retryAfter } } }";
/// Asks for a link.
pub const LINK_REQUEST: &str = "mutation($email: String!) {
    signInLinkRequest(input: { email: $email, audience: PORTAL }) { userErrors { code field message retryAfter }
    } }";
/// By link.
pub const LINK_CONSUME: &str = "mutation($token: String!) { signInLinkConsume(input: { token: $token }) {
    viewer { email } secondFactorRequired userErrors { code retryAfter } } }";
/// The second step.
pub const VERIFY: &str = "mutation($code: String!) { secondFactorVerify(input: { code: $code }) {
    viewer { email } secondFactorRequired userErrors { code field retryAfter } } }";
/// Accepts an invitation.
pub const ACCEPT: &str = "mutation($token: String!, $name: String, $password: String, $language: Language) {
    invitationAccept(input: { token: $token, name: $name, password: $password, language: $language }) {
        viewer { email name language hasPassword } secondFactorRequired userErrors { code field } } }";
/// What an invitation leads to.
pub const INVITATION: &str = "query($token: String!) { invitation(token: $token) {
    kind organization property name email language hasAccount } }";
/// Invites to the team.
pub const MEMBER_INVITE: &str = "mutation($id: ID!, $input: MemberInviteInput!) {
    memberInvite(organizationId: $id, input: $input) { invitation { id role } userErrors { code field retryAfter
    } } }";
/// Changes a member.
pub const MEMBER_UPDATE: &str = "mutation($id: ID!, $input: MemberUpdateInput!) {
    memberUpdate(id: $id, input: $input) { member { role properties { name } } userErrors { code field } } }";
/// Removes a member.
pub const MEMBER_REMOVE: &str =
    "mutation($id: ID!) { memberRemove(id: $id) { removedId userErrors { code } } }";
/// Invites a resident.
pub const RESIDENT_INVITE: &str =
    "mutation($id: ID!) { residentInvite(id: $id) { resident { status } userErrors { code retryAfter } } }";
/// Asks to open an organization.
pub const SIGN_UP: &str = "mutation($input: OrganizationSignUpRequestInput!) {
    organizationSignUpRequest(input: $input) { userErrors { code field message retryAfter } } }";
/// Opens it.
pub const SIGN_UP_CONFIRM: &str = "mutation($token: String!) { organizationSignUpConfirm(input: { token: $token }) {
    viewer { email memberships { role organization { id name } } } secondFactorRequired userErrors { code } } }";
/// Begins the second factor.
pub const FACTOR_START: &str = "mutation { secondFactorEnroll {
    enrollment { secret uri qrCode { size path } } userErrors { code } } }";
/// Turns it on.
pub const FACTOR_ENABLE: &str = "mutation($code: String!) { secondFactorEnable(input: { code: $code }) {
    recoveryCodes viewer { secondFactor { enabled recoveryCodesLeft } } userErrors { code field retryAfter } } }";
/// Turns it off.
pub const FACTOR_DISABLE: &str = "mutation($code: String!) { secondFactorDisable(input: { code: $code }) {
    viewer { secondFactor { enabled } } userErrors { code field retryAfter } } }";
/// Makes a key.
pub const KEY_CREATE: &str = "mutation($id: ID!, $input: ApiKeyCreateInput!) {
    apiKeyCreate(organizationId: $id, input: $input) {
        apiKey { id prefix status scopes lastUsedAt } secret userErrors { code field } } }";

/// Somebody's authenticator app and the codes on their paper.
#[derive(Debug, Clone)]
pub struct SecondFactor {
    totp: TOTP,
    /// Recovery codes.
    pub recovery: Vec<String>,
}

impl SecondFactor {
    /// An app that was told a secret.
    pub fn new(secret: &str) -> SecondFactor {
        let bytes = Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
        let totp = TOTP::new(Algorithm::SHA1, 6, 0, 30, bytes, None, "app".to_owned()).unwrap();
        SecondFactor { totp, recovery: Vec::new() }
    }

    /// The code it shows so many steps of thirty seconds from now.
    pub fn code(&self, test: &TestApp, steps: i64) -> String {
        self.totp.generate(u64::try_from(test.clock.millis() / 1000 + 30 * steps).unwrap())
    }

    /// A code it shows neither now nor in the steps around.
    pub fn wrong(&self, test: &TestApp) -> String {
        let shown = [-1, 0, 1].map(|steps| self.code(test, steps));
        (0..).map(|number| format!("{number:06}")).find(|code| !shown.contains(code)).unwrap()
    }
}

impl TestApp {
    /// The token in the newest mail to an address, after the jobs are done.
    pub async fn emailed_token(&self, email: &str) -> String {
        self.run_jobs().await;
        let mail = self.sandbox.inbox.messages().into_iter().rev().find(|mail| mail.is_to(email));
        let text = mail.unwrap_or_else(|| panic!("no mail to {email}")).text.unwrap();
        secrets::record_emailed(&text);
        let (_, behind) = text.split_once("#token=").unwrap_or_else(|| panic!("no link in {text}"));
        behind.split_whitespace().next().unwrap().to_owned()
    }

    /// Gives somebody a password.
    pub async fn give_password(&self, person: &Person, password: &str) {
        let mut row: user::ActiveModel = person.user.clone().into_active_model();
        row.password_hash = Set(Some(password::hash(&self.app, password).await.unwrap()));
        row.update(self.app.db.write()).await.unwrap();
    }

    /// Signs in by emailed link; gives the payload and the caller.
    pub async fn sign_in_by_link(&self, email: &str) -> (Value, Client) {
        self.anonymous().mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
        let token = self.emailed_token(email).await;
        self.anonymous().start_session("signInLinkConsume", LINK_CONSUME, json!({ "token": token })).await
    }

    /// Signs in by password; gives the payload and the caller.
    pub async fn sign_in_by_password(&self, email: &str, password: &str) -> (Value, Client) {
        let variables = json!({ "email": email, "password": password });
        self.anonymous().start_session("signIn", SIGN_IN, variables).await
    }

    /// Sets up a second factor for who is signed in.
    pub async fn set_up_second_factor(&self, client: &Client) -> SecondFactor {
        let started = client.mutate("secondFactorEnroll", FACTOR_START, json!({})).await;
        let mut factor = SecondFactor::new(started["enrollment"]["secret"].as_str().unwrap());
        let code = factor.code(self, 0);
        let enabled = client.mutate("secondFactorEnable", FACTOR_ENABLE, json!({ "code": code })).await;
        let codes = enabled["recoveryCodes"].as_array().unwrap();
        factor.recovery = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
        // The step of this code is used up.
        self.clock.advance(30);
        factor
    }

    /// Mails an invitation to a team; gives its token.
    pub async fn invite(&self, manager: &Client, organization: &str, input: Value) -> String {
        let email = input["email"].as_str().unwrap().to_owned();
        let variables = json!({ "id": organization, "input": input });
        manager.mutate("memberInvite", MEMBER_INVITE, variables).await;
        self.emailed_token(&email).await
    }

    /// Makes a key with scopes for all properties; gives its id and the key.
    pub async fn api_key(&self, manager: &Client, organization: &str, scopes: &[&str]) -> (String, String) {
        let variables = json!({ "id": organization, "input": { "name": "Bookkeeping", "scopes": scopes } });
        let made = manager.mutate("apiKeyCreate", KEY_CREATE, variables).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["apiKey"]["id"]), text(&made["secret"]))
    }

    /// Whether somebody is signed in.
    pub async fn is_signed_in(&self, client: &Client) -> bool {
        !client.execute("{ viewer { email } }", json!({})).await["viewer"].is_null()
    }
}

/// Whom to invite to run the organization.
pub fn manager(email: &str) -> Value {
    json!({ "name": "Noor Ivers", "email": email, "language": "EN", "role": "ORGANIZATION_MANAGER" })
}

/// Makes units; gives their ids.
pub const UNITS: &str = "mutation($id: ID!, $labels: [String!]!, $key: String!) {
    unitCreate(propertyId: $id, input: { labels: $labels }, idempotencyKey: $key) { units { id label }
    userErrors { code field } } }";
/// Adds a resident.
pub const RESIDENT: &str = "mutation($id: ID!, $input: ResidentCreateInput!, $key: String!) {
    residentCreate(unitId: $id, input: $input, idempotencyKey: $key) { resident { id status } userErrors { code
    field } } }";
/// Moves a resident out.
pub const MOVE_OUT: &str = "mutation($id: ID!, $input: ResidentMoveOutInput!) {
    residentMoveOut(id: $id, input: $input) { resident { status } userErrors { code field } } }";
/// Sets a password.
pub const PASSWORD_SET: &str = "mutation($currentPassword: String, $newPassword: String!) {
    passwordSet(input: { currentPassword: $currentPassword, newPassword: $newPassword }) {
        viewer { hasPassword } userErrors { code field retryAfter } } }";
/// Goes back to links.
pub const PASSWORD_REMOVE: &str = "mutation($currentPassword: String!) {
    passwordRemove(input: { currentPassword: $currentPassword }) { viewer { hasPassword } userErrors { code
    field } } }";
/// Saves the organization's settings.
pub const ORGANIZATION_UPDATE: &str = "mutation($id: ID!, $input: OrganizationUpdateInput!) {
    organizationUpdate(id: $id, input: $input) { organization { name secondFactorRequired } userErrors { code
    field } } }";
/// Reads the trail.
pub const AUDIT: &str = "query($id: ID!, $filter: AuditEventFilter) { organization(id: $id) {
    auditEvents(first: 100, filter: $filter) { totalCount nodes { sequence at action category actorKind actor
        network subject
        objectId hash changes { name before after } } } } }";

impl TestApp {
    /// An organization's trail as its manager sees it, newest first.
    pub async fn audit_events(&self, manager: &Client, organization: &str, filter: Value) -> Vec<Value> {
        let response = manager.execute(AUDIT, json!({ "id": organization, "filter": filter })).await;
        response["organization"]["auditEvents"]["nodes"].as_array().unwrap().clone()
    }
}
