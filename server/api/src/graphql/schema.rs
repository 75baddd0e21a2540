//! The schema put together from its areas, and its definition language.

use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

use super::{billing_runs, bookkeeping, community, invoices, limits, node, payments, people, team};
use application::app::App;

/// Reads. Without a session or an API key only `viewer` and `invitation` answer; other fields fail with the
/// top-level error code `UNAUTHENTICATED`. What the caller may not see is null or left out of lists.
///
/// Top-level errors carry `extensions.code`: `UNAUTHENTICATED`, `BAD_USER_INPUT`, `RATE_LIMITED` or
/// `INTERNAL`, the last with `extensions.requestId`.
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

/// Changes, one field for each business action. A call that can't be carried out changes nothing and returns
/// why in `userErrors`; objects the caller may not change are reported as `NOT_FOUND`. A document may hold up
/// to five mutations, which run in order.
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

#[cfg(test)]
mod tests {
    use async_graphql::Positioned;
    use async_graphql::parser::parse_schema;
    use async_graphql::parser::types::{
        FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
    };

    /// Every part of the schema with its description.
    fn described_parts() -> Vec<(String, Option<String>)> {
        let document = parse_schema(super::sdl()).unwrap();
        let mut parts = Vec::new();
        for definition in document.definitions {
            if let TypeSystemDefinition::Type(definition) = definition {
                add_type(&mut parts, &definition.node);
            }
        }
        parts
    }

    fn add_type(parts: &mut Vec<(String, Option<String>)>, definition: &TypeDefinition) {
        let name = &definition.name.node;
        let text =
            |description: &Option<Positioned<String>>| description.as_ref().map(|text| text.node.clone());
        parts.push((name.to_string(), text(&definition.description)));
        let fields = |parts: &mut Vec<_>, fields: &[Positioned<FieldDefinition>]| {
            for field in fields.iter().map(|field| &field.node) {
                parts.push((format!("{name}.{}", field.name.node), text(&field.description)));
                let arguments = field.arguments.iter().map(|argument| &argument.node);
                parts.extend(arguments.map(|argument: &InputValueDefinition| {
                    let path = format!("{name}.{}({})", field.name.node, argument.name.node);
                    (path, text(&argument.description))
                }));
            }
        };
        match &definition.kind {
            TypeKind::Object(object) => fields(parts, &object.fields),
            TypeKind::Interface(interface) => fields(parts, &interface.fields),
            TypeKind::Enum(values) => {
                parts.extend(values.values.iter().map(|value| {
                    (format!("{name}.{}", value.node.value.node), text(&value.node.description))
                }))
            }
            TypeKind::InputObject(object) => parts.extend(
                object
                    .fields
                    .iter()
                    .map(|field| (format!("{name}.{}", field.node.name.node), text(&field.node.description))),
            ),
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }

    #[test]
    fn every_part_of_the_schema_has_a_description() {
        let parts = described_parts();
        assert!(parts.len() > 1_000, "{} parts", parts.len());
        // The name of a language or country says all there is to say of a case; "What." says nothing of a field.
        let is_case = |path: &str| path.rsplit('.').next().is_some_and(|name| name == name.to_uppercase());
        let is_told = |(path, description): &&(String, Option<String>)| {
            let words = description.as_deref().unwrap_or_default();
            words.ends_with('.') && (is_case(path) || words.split_whitespace().count() > 1)
        };
        let wrong: Vec<_> = parts.iter().filter(|part| !is_told(part)).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
