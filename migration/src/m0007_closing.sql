-- What the last check of each property's money found, and the periods whose books are closed. Closings and their
-- balances never change, which triggers enforce: reopening is a row of its own.
CREATE TABLE reconciliations (
    property_id uuid NOT NULL PRIMARY KEY REFERENCES properties(id),
    organization_id uuid NOT NULL REFERENCES organizations(id),
    checked_at bigint NOT NULL,
    clearing bigint NOT NULL,
    available bigint,
    pending bigint,
    in_transit bigint NOT NULL,
    found bigint NOT NULL,
    findings text NOT NULL
);
CREATE INDEX reconciliations_organization_id_idx ON reconciliations (organization_id);
CREATE TABLE period_closings (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    sequence bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('closed', 'reopened')),
    closed_through text,
    reason text,
    user_id uuid NOT NULL REFERENCES users(id),
    user_name text NOT NULL,
    ledger_sequence bigint NOT NULL,
    ledger_hash text NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (property_id, sequence)
);
CREATE INDEX period_closings_organization_id_property_id_idx ON period_closings (organization_id, property_id);
CREATE TABLE period_balances (
    closing_id uuid NOT NULL REFERENCES period_closings(id),
    code text NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    balance bigint NOT NULL,
    PRIMARY KEY (closing_id, code)
);
