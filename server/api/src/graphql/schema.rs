//! The schema put together from its areas, and its definition language.

use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

use super::{billing_runs, bookkeeping, community, invoices, limits, node, payments, people, team};
use application::app::App;

/// Everything that can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    people::PeopleQuery,
    community::CommunityQuery,
    invoices::InvoiceQuery,
    payments::PaymentQuery,
    payments::PayoutQuery,
    billing_runs::BillingRunQuery,
    people::InvitationQuery,
    team::ApiKeyQuery,
);

/// Everything that can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    people::SignInMutation,
    people::SecurityMutation,
    people::InvitationMutation,
    team::MemberMutation,
    team::MemberInvitationMutation,
    team::ApiKeyMutation,
    community::OrganizationMutation,
    community::ResidentMutation,
    invoices::InvoiceMutation,
    payments::PaymentMutation,
    payments::AutopayMutation,
    community::PropertyMutation,
    bookkeeping::WebhookEventMutation,
    bookkeeping::PeriodMutation,
    bookkeeping::ReconciliationMutation,
);

/// The executable schema.
pub type ApiSchema = Schema<Query, Mutation, EmptySubscription>;

pub(super) fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .register_output_type::<node::Node>()
        // A guess at what was meant names fields to those who may not read the schema, and takes long to find.
        .disable_suggestions()
        .extension(limits::QueryLimits)
}

/// The schema over an application.
pub fn schema(app: App) -> ApiSchema {
    builder().data(app).finish()
}

/// The schema in its definition language, as it is committed.
pub fn sdl() -> String {
    let mut text = builder().finish().sdl();
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\n');
    text
}
