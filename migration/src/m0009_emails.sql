-- Emails, each about at most one object; one about none is about its property.
CREATE TABLE emails (
    id uuid NOT NULL PRIMARY KEY,
    organization_id uuid REFERENCES organizations(id),
    property_id uuid REFERENCES properties(id),
    kind text NOT NULL,
    key text NOT NULL UNIQUE,
    language text NOT NULL,
    to_name text NOT NULL,
    to_address text NOT NULL,
    invoice_id uuid REFERENCES invoices(id),
    payment_id uuid REFERENCES payments(id),
    refund_id uuid REFERENCES refunds(id),
    dispute_id uuid REFERENCES disputes(id),
    payout_id uuid REFERENCES payouts(id),
    autopay_id uuid REFERENCES autopays(id),
    autopay_run_id uuid REFERENCES autopay_runs(id),
    sign_in_link_id uuid REFERENCES sign_in_links(id),
    invitation_id uuid REFERENCES invitations(id),
    sign_up_id uuid REFERENCES sign_ups(id),
    status text NOT NULL CHECK (status IN ('queued', 'sent', 'failed')),
    subject text,
    last_error text,
    created_at bigint NOT NULL,
    sent_at bigint,
    failed_at bigint,
    CHECK (
        CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN refund_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN dispute_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN payout_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN autopay_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN autopay_run_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN sign_in_link_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN invitation_id IS NULL THEN 0 ELSE 1 END
        + CASE WHEN sign_up_id IS NULL THEN 0 ELSE 1 END
        <= 1
    )
);
CREATE INDEX emails_organization_id_created_at_idx ON emails (organization_id, created_at);
CREATE INDEX emails_invoice_id_idx ON emails (invoice_id);
CREATE INDEX emails_payment_id_idx ON emails (payment_id);
