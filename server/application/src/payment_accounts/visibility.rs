//! What of a property's payment account is shown to whom. Anybody who sees the property sees whether it takes
//! payments; the account itself is for who may connect it.

use domain::instant::Instant;
use domain::payment_account::{Dashboard, PaymentAccountStatus};
use domain::roles::Permission;
use entity::{payment_account, property};

use crate::identity::Caller;

/// A property's payment account as a caller sees it.
#[derive(Debug, Clone)]
pub struct VisibleAccount {
    row: Option<payment_account::Model>,
    for_managers: bool,
}

impl VisibleAccount {
    /// The latest account of a property, if it has one.
    pub fn new(caller: &Caller, property: &property::Model, row: Option<payment_account::Model>) -> Self {
        let scope = caller.scope(Permission::ConnectPayments);
        VisibleAccount { row, for_managers: scope.reaches(property.organization_id, property.id) }
    }

    /// Where it stands.
    pub fn status(&self) -> PaymentAccountStatus {
        self.row.as_ref().map_or(PaymentAccountStatus::NotConnected, |row| row.status)
    }

    /// Whether cards can be charged.
    pub fn is_card_ready(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.card_ready)
    }

    /// Whether bank accounts can be debited.
    pub fn is_bank_ready(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.bank_ready)
    }

    /// The processor's id, while the account is connected; for managers.
    pub fn processor_account_id(&self) -> Option<&str> {
        self.connected()?.processor_account_id.as_deref()
    }

    /// What the processor still asks for, as it names the fields; for managers.
    pub fn requirements_due(&self) -> Vec<String> {
        self.managed().map(|row| row.requirements_due.0.clone()).unwrap_or_default()
    }

    /// When the first of it becomes overdue; for managers.
    pub fn requirements_deadline(&self) -> Option<Instant> {
        self.managed()?.requirements_deadline
    }

    /// How its owner sees it at the processor, while it is connected; for managers.
    pub fn dashboard(&self) -> Dashboard {
        self.connected().map_or(Dashboard::None, |row| row.dashboard)
    }

    /// When it was last read from the processor.
    pub fn updated_at(&self) -> Option<Instant> {
        self.row.as_ref().map(|row| row.updated_at)
    }

    fn managed(&self) -> Option<&payment_account::Model> {
        self.row.as_ref().filter(|_| self.for_managers)
    }

    fn connected(&self) -> Option<&payment_account::Model> {
        self.managed().filter(|row| row.unlinked_at.is_none())
    }
}
