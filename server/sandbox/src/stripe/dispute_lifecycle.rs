//! The life of a dispute: opened, asked about, defended, decided, and sometimes decided again.

use serde_json::Value;

use super::api_error::ApiError;
use super::balance::Posting;
use super::calendar::DAY;
use super::charge::ChargeStatus;
use super::dispute::{Dispute, DisputeStatus, EVIDENCE};
use super::ids;
use super::params::Params;
use super::scheduler::ScheduledAction;
use super::state::StripeState;

/// What a dispute costs, in minor units.
const FEE: i64 = 1_500;
/// Days to answer a card's bank.
const ANSWER_DAYS: i64 = 14;

impl StripeState {
    /// The payer's bank takes back what the latest charge of an intent has not refunded, or asks about it.
    /// Returns the dispute.
    ///
    /// # Errors
    /// The intent is unknown, or has no undisputed successful charge with money left.
    pub fn open_dispute(
        &mut self,
        intent: &str,
        reason: &'static str,
        status: DisputeStatus,
    ) -> Result<String, ApiError> {
        let account = self.owner_of(|objects| objects.intents.get(intent).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("payment_intent", intent))?;
        let now = self.now;
        let objects = self.objects_mut(&account);
        let latest = objects.intents.get(intent).and_then(|intent| intent.latest_charge.clone());
        let charge = latest.and_then(|id| objects.charges.get_mut(&id));
        let disputable = |charge: &&mut super::charge::Charge| {
            charge.status == ChargeStatus::Succeeded && !charge.disputed && charge.left() > 0
        };
        let Some(charge) = charge.filter(disputable) else {
            return Err(ApiError::invalid(
                "Only a successful charge with money left and without a dispute can be disputed.",
            ));
        };
        let id = ids::fresh("dp");
        charge.disputed = true;
        charge.dispute = Some(id.clone());
        let due_by = (!charge.method.is_delayed()).then_some(now + ANSWER_DAYS * DAY);
        let dispute = Dispute {
            id: id.clone(),
            created: now,
            amount: charge.left(),
            currency: charge.currency.clone(),
            charge: charge.id.clone(),
            intent: charge.intent.clone(),
            method: charge.method,
            reason,
            status,
            due_by,
            evidence: serde_json::Map::new(),
            submissions: 0,
            past_due: false,
            transactions: Vec::new(),
        };
        objects.disputes.add(dispute);
        if let Some(at) = due_by {
            self.scheduler.add(at, &account, ScheduledAction::MissDisputeDeadline(id.clone()));
        }
        if status.is_warning() {
            self.emit_dispute(&account, &id, "charge.dispute.created")?;
        } else {
            self.take_funds(&account, &id);
            self.emit_dispute(&account, &id, "charge.dispute.created")?;
            self.emit_dispute(&account, &id, "charge.dispute.funds_withdrawn")?;
        }
        Ok(id)
    }

    /// A bank takes a debit back as it was going to, if anything of it is left.
    pub fn return_debit(&mut self, account: &str, charge: &str) -> Result<(), ApiError> {
        let charge = self.objects(account)?.charges.get(charge).filter(|charge| charge.left() > 0);
        let Some(intent) = charge.map(|charge| charge.intent.clone()) else { return Ok(()) };
        self.open_dispute(&intent, "insufficient_funds", DisputeStatus::Lost).map(drop)
    }

    /// The bank, or the account, moves a dispute on: it becomes serious, is under review, or is decided. Won money
    /// comes back; a lost dispute may still be won.
    ///
    /// # Errors
    /// The dispute is unknown, or doesn't go from its state to that one.
    pub fn move_dispute(&mut self, id: &str, to: DisputeStatus) -> Result<(), ApiError> {
        use DisputeStatus::{
            Lost, NeedsResponse, UnderReview, WarningClosed, WarningNeedsResponse, WarningUnderReview, Won,
        };
        let account = self.owner_of(|objects| objects.disputes.get(id).is_some());
        let account = account.ok_or_else(|| ApiError::not_found("dispute", id))?;
        let dispute = self.objects_mut(&account).disputes.get_mut(id);
        let dispute = dispute.ok_or_else(|| ApiError::not_found("dispute", id))?;
        let from = dispute.status;
        match (from, to) {
            (WarningNeedsResponse, WarningUnderReview)
            | (WarningNeedsResponse | WarningUnderReview, NeedsResponse | WarningClosed)
            | (NeedsResponse, UnderReview | Won | Lost)
            | (UnderReview, Won | Lost)
            | (Lost, Won) => {}
            _ => {
                return Err(ApiError::invalid(format!(
                    "A dispute doesn't go from {} to {}.",
                    from.name(),
                    to.name()
                )));
            }
        }
        dispute.status = to;
        if from.is_warning() && to == NeedsResponse {
            self.take_funds(&account, id);
            self.emit_dispute(&account, id, "charge.dispute.funds_withdrawn")?;
        }
        if to == Won {
            self.return_funds(&account, id);
            self.emit_dispute(&account, id, "charge.dispute.funds_reinstated")?;
        }
        let event = if to.is_final() { "charge.dispute.closed" } else { "charge.dispute.updated" };
        self.emit_dispute(&account, id, event)
    }

    /// `POST /v1/disputes/{id}`: keeps evidence, and hands it in unless `submit` is false.
    pub fn answer_dispute(&mut self, account: &str, id: &str, params: &Params) -> Result<(), ApiError> {
        params.only(&["evidence", "metadata", "submit", "expand"])?;
        let evidence = params.group("evidence").unwrap_or_default();
        evidence.only(EVIDENCE)?;
        let submit = params.flag("submit")?.unwrap_or(true);
        let dispute = self.objects_mut(account).disputes.get_mut(id);
        let dispute = dispute.ok_or_else(|| ApiError::not_found("dispute", id))?;
        let next = match dispute.status {
            DisputeStatus::NeedsResponse => DisputeStatus::UnderReview,
            DisputeStatus::WarningNeedsResponse => DisputeStatus::WarningUnderReview,
            _ => return Err(ApiError::invalid("This dispute is already closed or under review.")),
        };
        let given = params.map("evidence").into_iter().map(|(name, text)| (name, Value::from(text)));
        dispute.evidence.extend(given);
        if dispute.evidence.is_empty() || !submit {
            return self.emit_dispute(account, id, "charge.dispute.updated");
        }
        dispute.submissions += 1;
        self.move_dispute(id, next)
    }

    /// `POST /v1/disputes/{id}/close`: the account accepts the loss.
    pub fn accept_dispute(&mut self, account: &str, id: &str) -> Result<(), ApiError> {
        let objects = self.objects(account)?;
        let dispute = objects.disputes.get(id).ok_or_else(|| ApiError::not_found("dispute", id))?;
        if dispute.status != DisputeStatus::NeedsResponse {
            return Err(ApiError::invalid("This dispute is already closed or under review."));
        }
        self.move_dispute(id, DisputeStatus::Lost)
    }

    /// Nobody answered in time: a question ends, a dispute is lost.
    pub fn miss_dispute_deadline(&mut self, account: &str, id: &str) -> Result<(), ApiError> {
        let Some(dispute) = self.objects_mut(account).disputes.get_mut(id) else { return Ok(()) };
        dispute.past_due = true;
        let warning = dispute.status.is_warning();
        self.move_dispute(id, if warning { DisputeStatus::WarningClosed } else { DisputeStatus::Lost })
    }

    /// A question is settled when everything was refunded.
    pub fn close_inquiry(&mut self, account: &str, charge: &str) -> Result<(), ApiError> {
        let Ok(objects) = self.objects(account) else { return Ok(()) };
        let charge = objects.charges.get(charge).filter(|charge| charge.left() == 0);
        let asked = charge.and_then(|charge| objects.disputes.get(charge.dispute.as_ref()?));
        let open = asked.filter(|asked| asked.status.is_warning() && !asked.status.is_final());
        let Some(id) = open.map(|asked| asked.id.clone()) else { return Ok(()) };
        self.move_dispute(&id, DisputeStatus::WarningClosed)
    }

    fn take_funds(&mut self, account: &str, id: &str) {
        let Some(dispute) = self.objects_mut(account).disputes.get(id).cloned() else { return };
        let posting = Posting {
            processing_fee: FEE,
            fee_description: "Dispute fee",
            description: Some(format!("Chargeback withdrawal for {}", dispute.charge)),
            ..Posting::plain("adjustment", "dispute", -dispute.amount, &dispute.currency, id)
        };
        self.post_for_dispute(account, id, posting);
    }

    fn return_funds(&mut self, account: &str, id: &str) {
        let Some(dispute) = self.objects_mut(account).disputes.get(id).cloned() else { return };
        let posting = Posting {
            description: Some(format!("Chargeback reversal for {}", dispute.charge)),
            ..Posting::plain("adjustment", "dispute_reversal", dispute.amount, &dispute.currency, id)
        };
        self.post_for_dispute(account, id, posting);
    }

    fn post_for_dispute(&mut self, account: &str, id: &str, posting: Posting) {
        let transaction = self.post(account, posting);
        if let Some(dispute) = self.objects_mut(account).disputes.get_mut(id) {
            dispute.transactions.push(transaction);
        }
    }

    fn emit_dispute(&mut self, account: &str, id: &str, event: &str) -> Result<(), ApiError> {
        let json = self.dispute_json(account, id)?;
        self.emit(account, event, json);
        Ok(())
    }
}
