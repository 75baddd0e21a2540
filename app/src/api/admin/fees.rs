//! Who pays what online payment costs, and what that means for an invoice.

use cynic::{MutationBuilder, QueryBuilder};

use super::{FeeMode, PropertySettings};
use crate::api::{ApiError, DateTime, Decimal, Money, OnlinePaymentMethod, UserError, accepted, run, schema};

/// Who pays the fees of a property.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct FeeSettings {
    pub bank: FeeMode,
    pub card: FeeMode,
    pub card_cap_basis_points: i32,
    pub card_pass_allowed: bool,
    pub card_acknowledgement: Option<FeeAcknowledgement>,
}

/// Who checked the rules for card surcharges, and when.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct FeeAcknowledgement {
    pub by: String,
    pub at: DateTime,
}

/// What an invoice costs by one method, and what reaches the community.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "FeeQuote")]
pub struct FeePreview {
    pub method: OnlinePaymentMethod,
    pub amount: Money,
    pub fee: Money,
    pub total: Money,
    pub received: Money,
}

/// What is being chosen.
#[derive(cynic::InputObject, Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeSettingsInput {
    pub bank: FeeMode,
    pub card: FeeMode,
    pub card_cap_basis_points: i32,
}

#[derive(cynic::QueryVariables)]
struct PreviewVariables {
    property: cynic::Id,
    amount: Decimal,
    settings: FeeSettingsInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PreviewVariables")]
struct PreviewQuery {
    #[arguments(id: $property)]
    property: Option<PropertyPreview>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Property", variables = "PreviewVariables")]
struct PropertyPreview {
    #[arguments(amount: $amount, settings: $settings)]
    fee_preview: Vec<FeePreview>,
}

/// What an invoice would cost under these settings; nothing is saved.
///
/// # Errors
/// [`ApiError::NotFound`] when the property is not the caller's, and the rest of [`ApiError`].
pub async fn preview_fees(
    property: cynic::Id,
    amount: Decimal,
    settings: FeeSettingsInput,
) -> Result<Vec<FeePreview>, ApiError> {
    let answer = run(PreviewQuery::build(PreviewVariables { property, amount, settings })).await?;
    Ok(answer.property.ok_or(ApiError::NotFound)?.fee_preview)
}

#[derive(cynic::InputObject)]
struct PropertyFeesSetInput {
    bank: FeeMode,
    card: FeeMode,
    card_cap_basis_points: Option<i32>,
    card_acknowledged: bool,
}

#[derive(cynic::QueryVariables)]
struct FeesVariables {
    property: cynic::Id,
    input: PropertyFeesSetInput,
    version: Option<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "FeesVariables")]
struct FeesSet {
    #[arguments(propertyId: $property, input: $input, expectedVersion: $version)]
    property_fees_set: PropertyFeesSetPayload,
}

#[derive(cynic::QueryFragment)]
struct PropertyFeesSetPayload {
    property: Option<PropertySettings>,
    user_errors: Vec<UserError>,
}

/// Says who pays what online payment costs.
///
/// # Errors
/// Refused with `VERSION_CONFLICT`, `ACKNOWLEDGEMENT_REQUIRED`, `CARD_FEES_FORBIDDEN`, `INVALID_VALUE` for the
/// cap, `NOT_ALLOWED`, and the rest of [`ApiError`].
pub async fn set_fees(
    property: cynic::Id,
    settings: FeeSettingsInput,
    acknowledged: bool,
    version: i32,
) -> Result<PropertySettings, ApiError> {
    let FeeSettingsInput { bank, card, card_cap_basis_points } = settings;
    let input = PropertyFeesSetInput {
        bank,
        card,
        card_cap_basis_points: Some(card_cap_basis_points),
        card_acknowledged: acknowledged,
    };
    let variables = FeesVariables { property, input, version: Some(version) };
    let payload = run(FeesSet::build(variables)).await?.property_fees_set;
    accepted(payload.property, payload.user_errors)
}
