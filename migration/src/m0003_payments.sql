-- Payment accounts, payments and payouts.
CREATE TABLE payment_accounts (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    processor_account_id text UNIQUE,
    status text NOT NULL CHECK (status IN ('not_connected', 'onboarding_started', 'pending_verification', 'active', 'restricted', 'disabled')),
    card_ready boolean NOT NULL,
    bank_ready boolean NOT NULL,
    requirements_due text NOT NULL,
    requirements_deadline bigint,
    dashboard text NOT NULL CHECK (dashboard IN ('full', 'express', 'none')),
    livemode boolean NOT NULL,
    unlinked_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    synced_at bigint
);
CREATE INDEX payment_accounts_organization_id_property_id_idx ON payment_accounts (organization_id, property_id);
-- A property has one account at a time; those it had before are kept for what was paid through them.
CREATE UNIQUE INDEX payment_accounts_property_id_linked_key ON payment_accounts (property_id) WHERE unlinked_at IS NULL;
CREATE TABLE payments (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    unit_id uuid NOT NULL REFERENCES units(id),
    resident_id uuid REFERENCES residents(id),
    user_id uuid NOT NULL REFERENCES users(id),
    method text NOT NULL CHECK (method IN ('bank', 'card', 'cash', 'cheque', 'other')),
    status text NOT NULL CHECK (status IN ('created', 'open', 'processing', 'succeeded', 'failed', 'expired', 'reversed')),
    currency text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    fee bigint NOT NULL CHECK (fee >= 0),
    processor_fee_quoted bigint NOT NULL,
    processor_fee bigint,
    platform_fee bigint NOT NULL,
    refunded bigint NOT NULL,
    disputed bigint NOT NULL,
    returned bigint NOT NULL,
    account text,
    idempotency_attempt bigint NOT NULL,
    session_id text,
    checkout_url text,
    intent_id text,
    charge_id text,
    mismatch text,
    failure text,
    expected_by text,
    received_on text,
    reference text,
    note text,
    reversal_reason text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    processing_at bigint,
    succeeded_at bigint,
    UNIQUE (account, session_id)
);
CREATE INDEX payments_organization_id_created_at_idx ON payments (organization_id, created_at);
CREATE INDEX payments_organization_id_property_id_status_idx ON payments (organization_id, property_id, status);
CREATE INDEX payments_resident_id_idx ON payments (resident_id);
CREATE INDEX payments_charge_id_idx ON payments (charge_id);
CREATE INDEX payments_status_updated_at_idx ON payments (status, updated_at);
CREATE TABLE payment_allocations (
    payment_id uuid NOT NULL REFERENCES payments(id),
    invoice_id uuid NOT NULL REFERENCES invoices(id),
    organization_id uuid NOT NULL REFERENCES organizations(id),
    amount bigint NOT NULL CHECK (amount > 0),
    retained_amount bigint NOT NULL CHECK (retained_amount >= 0 AND retained_amount <= amount),
    active boolean NOT NULL,
    PRIMARY KEY (payment_id, invoice_id)
);
CREATE INDEX payment_allocations_invoice_id_idx ON payment_allocations (invoice_id);
CREATE UNIQUE INDEX payment_allocations_invoice_id_active_key ON payment_allocations (invoice_id) WHERE active;
CREATE TABLE refunds (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    payment_id uuid NOT NULL REFERENCES payments(id),
    account text NOT NULL,
    processor_refund_id text,
    status text NOT NULL CHECK (status IN ('requested', 'pending', 'succeeded', 'failed', 'canceled')),
    currency text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    reason text,
    failure text,
    user_id uuid REFERENCES users(id),
    idempotency_attempt bigint NOT NULL,
    posted_amount bigint NOT NULL,
    posting_revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (account, processor_refund_id)
);
CREATE INDEX refunds_organization_id_created_at_idx ON refunds (organization_id, created_at);
CREATE INDEX refunds_payment_id_idx ON refunds (payment_id);
CREATE TABLE disputes (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    payment_id uuid NOT NULL REFERENCES payments(id),
    account text NOT NULL,
    processor_dispute_id text NOT NULL,
    stage text NOT NULL CHECK (stage IN ('inquiry', 'needs_response', 'under_review', 'won', 'lost', 'closed')),
    currency text NOT NULL,
    amount bigint NOT NULL,
    reason text NOT NULL,
    evidence_due_at bigint,
    withdrawn bigint NOT NULL,
    fee bigint NOT NULL,
    lost bigint NOT NULL,
    posting_revision bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (account, processor_dispute_id)
);
CREATE INDEX disputes_organization_id_created_at_idx ON disputes (organization_id, created_at);
CREATE INDEX disputes_payment_id_idx ON disputes (payment_id);
CREATE TABLE payouts (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    account text NOT NULL,
    processor_payout_id text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
    currency text NOT NULL,
    amount bigint NOT NULL,
    arrives_on text NOT NULL,
    composition_complete boolean NOT NULL,
    failure text,
    failure_code text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (account, processor_payout_id)
);
CREATE INDEX payouts_organization_id_property_id_created_at_idx ON payouts (organization_id, property_id, created_at);
CREATE TABLE payout_items (
    payout_id uuid NOT NULL REFERENCES payouts(id),
    processor_transaction_id text NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    kind text NOT NULL CHECK (kind IN ('payment', 'refund', 'dispute', 'fee', 'adjustment', 'failed_payout')),
    charge_id text,
    payment_id uuid REFERENCES payments(id),
    gross bigint NOT NULL,
    fee bigint NOT NULL,
    net bigint NOT NULL,
    description text,
    PRIMARY KEY (payout_id, processor_transaction_id)
);
CREATE INDEX payout_items_payment_id_idx ON payout_items (payment_id);
CREATE INDEX payout_items_charge_id_idx ON payout_items (charge_id);
