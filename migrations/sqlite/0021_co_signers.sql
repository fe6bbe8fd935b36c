-- Whose signature which policies wait for: asked before a machine is revoked.
CREATE INDEX access_policies_by_co_signer ON access_policies (co_sign_machine_id) WHERE co_sign_enabled = 1;
