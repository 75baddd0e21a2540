-- The ledger and the audit trail; both are append-only, which triggers enforce.
CREATE TABLE ledger_accounts (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    code text NOT NULL,
    unit_id uuid REFERENCES units(id),
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('asset', 'liability', 'income', 'expense'))
);
CREATE INDEX ledger_accounts_organization_id_property_id_idx ON ledger_accounts (organization_id, property_id);
CREATE UNIQUE INDEX ledger_accounts_property_id_code_without_unit_key ON ledger_accounts (property_id, code) WHERE unit_id IS NULL;
CREATE UNIQUE INDEX ledger_accounts_property_id_code_unit_id_key ON ledger_accounts (property_id, code, unit_id) WHERE unit_id IS NOT NULL;
CREATE TABLE ledger_transactions (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    sequence bigint NOT NULL,
    at bigint NOT NULL,
    source text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('invoice_published', 'invoice_voided', 'invoice_written_off', 'online_payment', 'offline_payment', 'offline_reversal', 'refund', 'refund_failed', 'dispute_opened', 'dispute_won', 'dispute_lost', 'fee_correction', 'adjustment', 'payout', 'payout_failed')),
    object_id uuid NOT NULL,
    memo text NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    UNIQUE (property_id, sequence),
    UNIQUE (property_id, source)
);
CREATE INDEX ledger_transactions_organization_id_property_id_at_idx ON ledger_transactions (organization_id, property_id, at);
CREATE INDEX ledger_transactions_object_id_idx ON ledger_transactions (object_id);
CREATE TABLE ledger_entries (
    transaction_id uuid NOT NULL REFERENCES ledger_transactions(id),
    position bigint NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    account_id uuid NOT NULL REFERENCES ledger_accounts(id),
    amount bigint NOT NULL CHECK (amount <> 0),
    invoice_id uuid,
    PRIMARY KEY (transaction_id, position)
);
CREATE INDEX ledger_entries_account_id_idx ON ledger_entries (account_id);
CREATE INDEX ledger_entries_invoice_id_idx ON ledger_entries (invoice_id);
CREATE TABLE audit_chains (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations(id),
    sequence bigint NOT NULL,
    hash text NOT NULL
);
CREATE TABLE audit_events (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    sequence bigint NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('person', 'api_key', 'propty')),
    actor_id uuid,
    actor_name text,
    network text,
    action text NOT NULL,
    object_id uuid NOT NULL,
    subject text,
    detail text NOT NULL,
    at bigint NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    UNIQUE (organization_id, sequence)
);
CREATE INDEX audit_events_organization_id_at_idx ON audit_events (organization_id, at);
CREATE INDEX audit_events_object_id_at_idx ON audit_events (object_id, at);
