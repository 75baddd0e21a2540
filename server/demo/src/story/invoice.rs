//! From the manager's desk to the resident's mailbox.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::narrator::same;
use super::outside::Outside;
use super::site::{Site, list, text};
use super::{Job, password};

/// The invoice the story is about.
pub(super) struct Draft {
    /// Its id.
    pub(super) id: String,
    /// The property's id.
    pub(super) property: String,
    /// The property's account at the processor.
    pub(super) account: String,
}

pub(super) async fn manager_signs_in(office: &mut Site, job: &Job<'_>) -> Result<(String, ())> {
    let query = "mutation($input: SignInInput!) { signIn(input: $input) { viewer { name email } userErrors { code message } } }";
    let input = json!({ "input": { "email": job.manager.email, "password": password() } });
    let signed = office.sign_in("signIn", query, input).await?;
    same("who is signed in", text(&signed, "/viewer/email")?, job.manager.email.as_str())?;
    Ok((text(&signed, "/viewer/name")?.to_owned(), ()))
}

/// The property and the unit of the resident.
async fn place(office: &Site, job: &Job<'_>) -> Result<(Value, Value)> {
    let (property, label) =
        job.resident.property.as_deref().zip(job.resident.unit.as_deref()).context("no home")?;
    let query = "{ viewer { memberships { organization { id properties(first: 50) { nodes { id name today \
                 paymentAccount { status processorAccountId } } } } } } }";
    let data = office.ask(query, json!({})).await?;
    let organization = text(&data, "/viewer/memberships/0/organization/id")?;
    let properties = list(&data, "/viewer/memberships/0/organization/properties/nodes")?;
    let found = properties.iter().find(|one| text(one, "/name").is_ok_and(|name| name == property));
    let found =
        found.with_context(|| format!("expected a property {property}, found {}", json!(properties)))?;
    let query = "query($id: ID!, $property: ID!, $label: String!) { organization(id: $id) { \
                 units(first: 20, propertyId: $property, search: $label) { nodes { id label primaryResident { email } } } } }";
    let variables = json!({ "id": organization, "property": text(found, "/id")?, "label": label });
    let data = office.ask(query, variables).await?;
    let units = list(&data, "/organization/units/nodes")?;
    let unit = units.iter().find(|unit| text(unit, "/label").is_ok_and(|found| found == label));
    let unit = unit.with_context(|| format!("expected a unit {label}, found {}", json!(units)))?;
    same("the unit's primary resident", text(unit, "/primaryResident/email")?, job.resident.email.as_str())?;
    Ok((found.clone(), unit.clone()))
}

pub(super) async fn create(office: &Site, job: &Job<'_>) -> Result<(String, Draft)> {
    let (property, unit) = place(office, job).await?;
    same("the payment account", text(&property, "/paymentAccount/status")?, "ACTIVE")?;
    let today: jiff::civil::Date = text(&property, "/today")?.parse()?;
    let due_on = today.saturating_add(jiff::Span::new().days(job.due_in));
    let query = "mutation($input: InvoiceCreateInput!, $key: String!) { invoiceCreate(input: $input, idempotencyKey: $key) { \
                 invoices { id status number total { amount currency } } userErrors { code field message } } }";
    let line = json!({ "description": job.title, "accountCode": "4050", "amount": job.amount });
    let input = json!({ "propertyId": text(&property, "/id")?, "unitIds": [text(&unit, "/id")?], "title": job.title,
        "dueOn": due_on.to_string(), "lines": [line] });
    let key = format!("story: create {}", job.title);
    let made = office.act("invoiceCreate", query, json!({ "input": input, "key": key })).await?;
    same("how many drafts", list(&made, "/invoices")?.len(), 1)?;
    same("its status", text(&made, "/invoices/0/status")?, "DRAFT")?;
    same("its total", text(&made, "/invoices/0/total/amount")?, job.amount)?;
    let draft = Draft {
        id: text(&made, "/invoices/0/id")?.to_owned(),
        property: text(&property, "/id")?.to_owned(),
        account: text(&property, "/paymentAccount/processorAccountId")?.to_owned(),
    };
    let told = format!("{}, {} {}", job.title, job.amount, text(&made, "/invoices/0/total/currency")?);
    Ok((told, draft))
}

pub(super) async fn publish(office: &Site, job: &Job<'_>, draft: &Draft) -> Result<(String, ())> {
    let query = "mutation($id: ID!, $key: String!) { invoicePublish(id: $id, input: { notify: true }, idempotencyKey: $key) { \
                 invoice { status number balance { amount } } userErrors { code field message } } }";
    let variables = json!({ "id": draft.id, "key": format!("story: publish {}", draft.id) });
    let published = office.act("invoicePublish", query, variables).await?;
    same("its status", text(&published, "/invoice/status")?, "OPEN")?;
    same("its balance", text(&published, "/invoice/balance/amount")?, job.amount)?;
    Ok((text(&published, "/invoice/number")?.to_owned(), ()))
}

pub(super) async fn mail(
    outside: &Outside,
    job: &Job<'_>,
    draft: &Draft,
    after: u64,
) -> Result<(String, ())> {
    let mail = outside.mail(&job.resident.email, job.title, after).await?;
    in_language(&mail, job)?;
    let address = format!("/portal/invoices/{}", draft.id);
    for part in ["/html", "/text"] {
        if !text(&mail, part)?.contains(&address) {
            bail!("expected a link to {address} in the mail's {part}, found {}", text(&mail, part)?);
        }
    }
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}

/// A mail says its language in its HTML.
pub(super) fn in_language(mail: &Value, job: &Job<'_>) -> Result<()> {
    let wanted = format!("lang=\"{}\"", job.language.code());
    if text(mail, "/html")?.contains(&wanted) {
        return Ok(());
    }
    bail!("expected a mail with {wanted}, found '{}' in another language", text(mail, "/subject")?)
}

pub(super) async fn resident_signs_in(
    outside: &Outside,
    portal: &mut Site,
    job: &Job<'_>,
) -> Result<(String, ())> {
    let before = outside.newest_mail(&job.resident.email).await?;
    let query = "mutation($input: SignInLinkRequestInput!) { signInLinkRequest(input: $input) { userErrors { code message } } }";
    let input = json!({ "input": { "email": job.resident.email, "audience": "PORTAL" } });
    portal.act("signInLinkRequest", query, input).await?;
    let subject = locales::mail_sign_in_subject(job.language, "");
    let mail = outside.mail(&job.resident.email, subject.trim(), before).await?;
    in_language(&mail, job)?;
    let body = text(&mail, "/text")?;
    let token = body.split_once("#token=").and_then(|(_, rest)| rest.split_whitespace().next());
    let token = token.with_context(|| format!("expected a link with a token, found {body}"))?;
    let query = "mutation($input: SignInLinkConsumeInput!) { signInLinkConsume(input: $input) { \
                 viewer { name email language } userErrors { code message } } }";
    let signed = portal.sign_in("signInLinkConsume", query, json!({ "input": { "token": token } })).await?;
    same("who is signed in", text(&signed, "/viewer/email")?, job.resident.email.as_str())?;
    same("their language", text(&signed, "/viewer/language")?.to_lowercase(), job.language.code())?;
    Ok((format!("{}, by '{}'", text(&signed, "/viewer/name")?, text(&mail, "/subject")?), ()))
}
