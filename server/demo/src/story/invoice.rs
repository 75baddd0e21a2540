//! From the manager's desk to the resident's mailbox.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::api_client::{ApiClient, list, text};
use super::external_services::ExternalServices;
use super::narrator::expect_eq;
use super::{Scenario, password};

/// The invoice the story is about.
pub(super) struct Draft {
    /// Its id.
    pub(super) id: String,
    /// The property's id.
    pub(super) property: String,
    /// The property's account at the processor.
    pub(super) account: String,
}

pub(super) async fn manager_signs_in(admin: &mut ApiClient, scenario: &Scenario<'_>) -> Result<(String, ())> {
    let query = "mutation($input: SignInInput!) { signIn(input: $input) { viewer { name email } userErrors { code message } } }";
    let input = json!({ "input": { "email": scenario.manager.email, "password": password() } });
    let signed = admin.sign_in("signIn", query, input).await?;
    expect_eq("who is signed in", text(&signed, "/viewer/email")?, scenario.manager.email.as_str())?;
    Ok((text(&signed, "/viewer/name")?.to_owned(), ()))
}

/// The property and the unit of the resident.
async fn place(admin: &ApiClient, scenario: &Scenario<'_>) -> Result<(Value, Value)> {
    let (property, label) =
        scenario.resident.property.as_deref().zip(scenario.resident.unit.as_deref()).context("no home")?;
    let query = "{ viewer { memberships { organization { id properties(first: 50) { nodes { id name today \
                 paymentAccount { status processorAccountId } } } } } } }";
    let data = admin.query(query, json!({})).await?;
    let organization = text(&data, "/viewer/memberships/0/organization/id")?;
    let properties = list(&data, "/viewer/memberships/0/organization/properties/nodes")?;
    let found = properties.iter().find(|one| text(one, "/name").is_ok_and(|name| name == property));
    let found =
        found.with_context(|| format!("expected a property {property}, found {}", json!(properties)))?;
    let query = "query($id: ID!, $property: ID!, $label: String!) { organization(id: $id) { \
                 units(first: 20, propertyId: $property, search: $label) { nodes { id label primaryResident { email } } } } }";
    let variables = json!({ "id": organization, "property": text(found, "/id")?, "label": label });
    let data = admin.query(query, variables).await?;
    let units = list(&data, "/organization/units/nodes")?;
    let unit = units.iter().find(|unit| text(unit, "/label").is_ok_and(|found| found == label));
    let unit = unit.with_context(|| format!("expected a unit {label}, found {}", json!(units)))?;
    expect_eq(
        "the unit's primary resident",
        text(unit, "/primaryResident/email")?,
        scenario.resident.email.as_str(),
    )?;
    Ok((found.clone(), unit.clone()))
}

pub(super) async fn create(admin: &ApiClient, scenario: &Scenario<'_>) -> Result<(String, Draft)> {
    let (property, unit) = place(admin, scenario).await?;
    expect_eq("the payment account", text(&property, "/paymentAccount/status")?, "ACTIVE")?;
    let today: jiff::civil::Date = text(&property, "/today")?.parse()?;
    let due_on = today.saturating_add(jiff::Span::new().days(scenario.due_in));
    let query = "mutation($input: InvoiceCreateInput!, $key: String!) { invoiceCreate(input: $input, idempotencyKey: $key) { \
                 invoices { id status number total { amount currency } } userErrors { code field message } } }";
    let line = json!({ "description": scenario.title, "accountCode": "4050", "amount": scenario.amount });
    let input = json!({ "propertyId": text(&property, "/id")?, "unitIds": [text(&unit, "/id")?], "title": scenario.title,
        "dueOn": due_on.to_string(), "lines": [line] });
    let key = format!("story: create {}", scenario.title);
    let made = admin.mutate("invoiceCreate", query, json!({ "input": input, "key": key })).await?;
    expect_eq("how many drafts", list(&made, "/invoices")?.len(), 1)?;
    expect_eq("its status", text(&made, "/invoices/0/status")?, "DRAFT")?;
    expect_eq("its total", text(&made, "/invoices/0/total/amount")?, scenario.amount)?;
    let draft = Draft {
        id: text(&made, "/invoices/0/id")?.to_owned(),
        property: text(&property, "/id")?.to_owned(),
        account: text(&property, "/paymentAccount/processorAccountId")?.to_owned(),
    };
    let summary =
        format!("{}, {} {}", scenario.title, scenario.amount, text(&made, "/invoices/0/total/currency")?);
    Ok((summary, draft))
}

pub(super) async fn publish(
    admin: &ApiClient,
    scenario: &Scenario<'_>,
    draft: &Draft,
) -> Result<(String, ())> {
    let query = "mutation($id: ID!, $key: String!) { invoicePublish(id: $id, input: { notify: true }, idempotencyKey: $key) { \
                 invoice { status number balance { amount } } userErrors { code field message } } }";
    let variables = json!({ "id": draft.id, "key": format!("story: publish {}", draft.id) });
    let published = admin.mutate("invoicePublish", query, variables).await?;
    expect_eq("its status", text(&published, "/invoice/status")?, "OPEN")?;
    expect_eq("its balance", text(&published, "/invoice/balance/amount")?, scenario.amount)?;
    Ok((text(&published, "/invoice/number")?.to_owned(), ()))
}

pub(super) async fn mail(
    external: &ExternalServices,
    scenario: &Scenario<'_>,
    draft: &Draft,
    after: u64,
) -> Result<(String, ())> {
    let mail = external.mail(&scenario.resident.email, scenario.title, after).await?;
    in_language(&mail, scenario)?;
    let address = format!("/portal/invoices/{}", draft.id);
    for part in ["/html", "/text"] {
        if !text(&mail, part)?.contains(&address) {
            bail!("expected a link to {address} in the mail's {part}, found {}", text(&mail, part)?);
        }
    }
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}

/// A mail says its language in its HTML.
pub(super) fn in_language(mail: &Value, scenario: &Scenario<'_>) -> Result<()> {
    let wanted = format!("lang=\"{}\"", scenario.language.code());
    if text(mail, "/html")?.contains(&wanted) {
        return Ok(());
    }
    bail!("expected a mail with {wanted}, found '{}' in another language", text(mail, "/subject")?)
}

pub(super) async fn resident_signs_in(
    external: &ExternalServices,
    portal: &mut ApiClient,
    scenario: &Scenario<'_>,
) -> Result<(String, ())> {
    let before = external.newest_mail(&scenario.resident.email).await?;
    let query = "mutation($input: SignInLinkRequestInput!) { signInLinkRequest(input: $input) { userErrors { code message } } }";
    let input = json!({ "input": { "email": scenario.resident.email, "audience": "PORTAL" } });
    portal.mutate("signInLinkRequest", query, input).await?;
    let subject = locales::mail_sign_in_subject(scenario.language, "");
    let mail = external.mail(&scenario.resident.email, subject.trim(), before).await?;
    in_language(&mail, scenario)?;
    let body = text(&mail, "/text")?;
    let token = body.split_once("#token=").and_then(|(_, rest)| rest.split_whitespace().next());
    let token = token.with_context(|| format!("expected a link with a token, found {body}"))?;
    let query = "mutation($input: SignInLinkConsumeInput!) { signInLinkConsume(input: $input) { \
                 viewer { name email language } userErrors { code message } } }";
    let signed = portal.sign_in("signInLinkConsume", query, json!({ "input": { "token": token } })).await?;
    expect_eq("who is signed in", text(&signed, "/viewer/email")?, scenario.resident.email.as_str())?;
    expect_eq("their language", text(&signed, "/viewer/language")?.to_lowercase(), scenario.language.code())?;
    Ok((format!("{}, by '{}'", text(&signed, "/viewer/name")?, text(&mail, "/subject")?), ()))
}
