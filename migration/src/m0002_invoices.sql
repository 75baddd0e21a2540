-- Invoices with their lines, and the runs that publish many.
CREATE TABLE invoices (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    property_id uuid NOT NULL REFERENCES properties(id),
    unit_id uuid NOT NULL REFERENCES units(id),
    resident_id uuid REFERENCES residents(id),
    number bigint,
    status text NOT NULL CHECK (status IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
    title text NOT NULL,
    description text,
    due_on text NOT NULL,
    currency text NOT NULL,
    total bigint NOT NULL CHECK (total > 0),
    balance bigint NOT NULL CHECK (balance >= 0 AND balance <= total),
    written_off bigint NOT NULL CHECK (written_off >= 0 AND written_off + balance <= total),
    version bigint NOT NULL,
    created_by uuid REFERENCES users(id),
    created_at bigint NOT NULL,
    published_at bigint,
    paid_at bigint,
    voided_at bigint,
    void_reason text,
    written_off_at bigint,
    write_off_reason text,
    UNIQUE (organization_id, number)
);
CREATE INDEX invoices_organization_id_status_due_on_idx ON invoices (organization_id, status, due_on);
CREATE INDEX invoices_organization_id_property_id_due_on_idx ON invoices (organization_id, property_id, due_on);
CREATE INDEX invoices_organization_id_unit_id_idx ON invoices (organization_id, unit_id);
CREATE INDEX invoices_resident_id_idx ON invoices (resident_id);
CREATE TABLE invoice_lines (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    invoice_id uuid NOT NULL REFERENCES invoices(id) ON DELETE CASCADE,
    position bigint NOT NULL,
    description text NOT NULL,
    account_code text NOT NULL,
    tax_code text,
    amount bigint NOT NULL CHECK (amount > 0)
);
CREATE INDEX invoice_lines_invoice_id_position_idx ON invoice_lines (invoice_id, position);
CREATE TABLE billing_runs (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations(id),
    started_by uuid NOT NULL REFERENCES users(id),
    started_by_key uuid,
    notify boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('running', 'done')),
    total bigint NOT NULL,
    published bigint NOT NULL,
    failed bigint NOT NULL,
    created_at bigint NOT NULL,
    finished_at bigint
);
CREATE INDEX billing_runs_organization_id_created_at_idx ON billing_runs (organization_id, created_at);
CREATE TABLE billing_run_items (
    run_id uuid NOT NULL REFERENCES billing_runs(id),
    invoice_id uuid NOT NULL REFERENCES invoices(id) ON DELETE CASCADE,
    outcome text,
    PRIMARY KEY (run_id, invoice_id)
);
