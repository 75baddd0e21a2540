-- Saved cards and bank accounts that pay invoices by themselves, and what was done for each invoice.
CREATE TABLE autopays (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    resident_id uuid NOT NULL REFERENCES residents(id),
    user_id uuid NOT NULL REFERENCES users(id),
    account text NOT NULL,
    customer_id text,
    session_id text,
    payment_method_id text,
    mandate_id text,
    label text,
    method text NOT NULL CHECK (method IN ('bank', 'card')),
    status text NOT NULL CHECK (status IN ('setting_up', 'active', 'ended')),
    cap bigint NOT NULL CHECK (cap > 0),
    days_before bigint NOT NULL CHECK (days_before BETWEEN 0 AND 10),
    ended_reason text,
    detach_pending boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    activated_at bigint,
    ended_at bigint
);
CREATE INDEX autopays_organization_id_property_id_status_idx ON autopays (organization_id, property_id, status);
CREATE INDEX autopays_account_session_id_idx ON autopays (account, session_id);
CREATE INDEX autopays_status_detach_pending_idx ON autopays (status, detach_pending);
CREATE UNIQUE INDEX autopays_resident_id_property_id_active_key ON autopays (resident_id, property_id) WHERE status = 'active';
CREATE UNIQUE INDEX autopays_resident_id_property_id_setting_up_key ON autopays (resident_id, property_id) WHERE status = 'setting_up';
CREATE TABLE autopay_runs (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    autopay_id uuid NOT NULL REFERENCES autopays(id),
    invoice_id uuid NOT NULL REFERENCES invoices(id),
    charge_on text NOT NULL,
    attempts bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('noticed', 'charging', 'paid', 'skipped', 'over')),
    skipped_reason text,
    payment_id uuid UNIQUE REFERENCES payments(id),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (autopay_id, invoice_id)
);
CREATE INDEX autopay_runs_organization_id_invoice_id_idx ON autopay_runs (organization_id, invoice_id);
CREATE INDEX autopay_runs_invoice_id_idx ON autopay_runs (invoice_id);
