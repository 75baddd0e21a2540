//! What a template is loaded with: the stored email, and on whose behalf it is sent.

use std::fmt::Display;

use domain::id::UnitId;
use entity::{email, invoice, organization, property};
use locales::Language;

use super::email::Brand;
use crate::app::App;
use store::{Scope, StoreError, StoreResult};

/// An email and its sender.
pub(crate) struct EmailContext<'a> {
    pub(crate) app: &'a App,
    pub(crate) row: &'a email::Model,
    pub(crate) language: Language,
    organization: Option<organization::Model>,
    property: Option<property::Model>,
}

impl<'a> EmailContext<'a> {
    /// Reads the sender of an email.
    pub(crate) async fn load(app: &'a App, row: &'a email::Model) -> StoreResult<EmailContext<'a>> {
        let language = row.language;
        let (organization, property) = match (row.organization_id, row.property_id) {
            (None, _) => (None, None),
            (Some(organization), None) => {
                let scope = Scope::for_organization(organization);
                (store::properties::organization(app.db.read(), &scope, organization).await?, None)
            }
            (Some(organization), Some(property)) => {
                let scope = Scope::for_organization(organization);
                store::properties::property_with_organization(app.db.read(), &scope, property).await?.unzip()
            }
        };
        Ok(EmailContext { app, row, language, organization, property })
    }

    /// The property it speaks for.
    pub(crate) fn property(&self) -> StoreResult<&property::Model> {
        self.property.as_ref().ok_or_else(|| StoreError::Corrupt("email without property".into()))
    }

    /// What it may read: the organization's.
    pub(crate) fn scope(&self) -> StoreResult<Scope> {
        Ok(Scope::for_organization(self.property()?.organization_id))
    }

    /// An invoice's number with the organization's prefix.
    pub(crate) fn invoice_number(&self, invoice: &invoice::Model) -> String {
        let prefix = self.organization.as_ref().map_or("INV", |organization| &organization.invoice_prefix);
        invoice.number.map_or_else(String::new, |number| domain::invoice::invoice_number(prefix, number))
    }

    /// The label of a unit.
    pub(crate) async fn unit_label(&self, id: UnitId) -> StoreResult<String> {
        let units = store::properties::units_by_id(self.app.db.read(), &self.scope()?, &[id]).await?;
        Ok(units.first().map(|row| row.unit.label.clone()).unwrap_or_default())
    }

    /// The address of a page.
    pub(crate) fn url(&self, path: impl Display) -> String {
        format!("{}{path}", self.app.base_url)
    }

    /// Who speaks in it: Propty itself where no organization does.
    pub(crate) fn brand(&self) -> Brand {
        let organization = self.organization.as_ref().map_or("Propty", |organization| &organization.name);
        Brand {
            organization: organization.to_owned(),
            property: self.property.as_ref().map(|property| property.name.clone()).unwrap_or_default(),
            base_url: self.app.base_url.to_string(),
            reply_to: self.property.as_ref().and_then(|property| property.reply_to.clone()),
        }
    }
}
