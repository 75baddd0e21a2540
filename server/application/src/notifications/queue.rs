//! Queueing email in the transaction that gives the reason for it: the row and the job that sends it.

use domain::community::ResidentStatus;
use domain::id::{OrganizationId, PropertyId, UserId, Uuid};
use entity::email::NewEmail;
use entity::{email, property, resident, user};
use locales::Language;

use super::related::RelatedObject;
use super::send_email::SendEmail;
use super::template::EmailTemplate;
use crate::unit_of_work::UnitOfWork;
use store::StoreResult;

/// From whom and to whom an email goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Envelope<'a> {
    /// The organization it speaks for; none when Propty itself does.
    organization: Option<OrganizationId>,
    /// The property it speaks for.
    property: Option<PropertyId>,
    name: &'a str,
    address: &'a str,
    language: Language,
    /// The member of a team, each of whom gets an email of their own.
    member: Option<UserId>,
    /// Tells repeated emails about one object apart.
    occurrence: Option<Uuid>,
}

impl<'a> Envelope<'a> {
    /// From Propty to a name and an address, in a language.
    pub(crate) fn new(name: &'a str, address: &'a str, language: Language) -> Envelope<'a> {
        Envelope {
            organization: None,
            property: None,
            name,
            address,
            language,
            member: None,
            occurrence: None,
        }
    }

    /// From a property to a resident who is active or invited and has an address; none for others.
    pub(crate) fn to_resident(
        property: &property::Model,
        resident: &'a resident::Model,
    ) -> Option<Envelope<'a>> {
        let reachable = matches!(resident.status, ResidentStatus::Active | ResidentStatus::Invited);
        let address = resident.email.as_ref().filter(|_| reachable)?;
        Some(Envelope::new(&resident.name, address, resident.language).for_property(property))
    }

    /// From a property to a member of the team.
    pub(crate) fn to_member(property: &property::Model, user: &'a user::Model) -> Envelope<'a> {
        let envelope = Envelope::new(&user.name, &user.email, user.language).for_property(property);
        Envelope { member: Some(user.id), ..envelope }
    }

    /// The same on behalf of an organization, and of one of its properties where it speaks for one.
    pub(crate) fn on_behalf_of(
        self,
        organization: OrganizationId,
        property: Option<PropertyId>,
    ) -> Envelope<'a> {
        Envelope { organization: Some(organization), property, ..self }
    }

    fn for_property(self, property: &property::Model) -> Envelope<'a> {
        self.on_behalf_of(property.organization_id, Some(property.id))
    }

    /// The same as one more email of its kind about the same object.
    pub(crate) fn repeated(self, occurrence: Uuid) -> Envelope<'a> {
        Envelope { occurrence: Some(occurrence), ..self }
    }
}

/// Queues an email about an object. A second call for the same object and member does nothing, unless the envelope
/// says that it is repeated.
pub(crate) fn queue_email<T: EmailTemplate>(
    work: &mut UnitOfWork<'_>,
    envelope: Envelope<'_>,
    related: T::Related,
) -> StoreResult<()> {
    let app = work.app();
    let mut row = email::Model::new(NewEmail {
        id: app.new_id(),
        organization_id: envelope.organization,
        property_id: envelope.property,
        kind: T::KIND,
        key: key::<T>(envelope, related),
        language: envelope.language,
        to_name: envelope.name.to_owned(),
        to_address: envelope.address.to_owned(),
        created_at: app.now(),
    });
    related.assign(&mut row);
    let job = SendEmail { email: row.id };
    work.enqueue_email(row, &job)
}

/// Queues an email to everyone who looks after a property.
pub(crate) async fn queue_team_email<T: EmailTemplate>(
    work: &mut UnitOfWork<'_>,
    property: &property::Model,
    related: T::Related,
) -> StoreResult<()> {
    for (_, user) in store::people::property_team(work.txn(), property.organization_id, property.id).await? {
        queue_email::<T>(work, Envelope::to_member(property, &user), related)?;
    }
    Ok(())
}

/// What makes an email unique.
fn key<T: EmailTemplate>(envelope: Envelope<'_>, related: T::Related) -> String {
    let mut key = format!("{}:{}", T::KIND, related);
    for part in [envelope.occurrence, envelope.member.map(Uuid::from)].into_iter().flatten() {
        key.push_str(&format!(":{part}"));
    }
    key
}
