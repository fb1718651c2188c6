-- Rows of the ledger are added and read, never changed. Whoever owns the database can take these guards away; that is what the seal,
-- the signed checkpoints and the witnesses are for.
-- only sqlite
CREATE TRIGGER ledger_entry_kept BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END;
CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END;
CREATE TRIGGER ledger_seal_kept BEFORE UPDATE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END;
CREATE TRIGGER ledger_seal_stays BEFORE DELETE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END;
CREATE TRIGGER ledger_checkpoint_kept BEFORE UPDATE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END;
CREATE TRIGGER ledger_checkpoint_stays BEFORE DELETE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END;
CREATE TRIGGER ledger_access_block_kept BEFORE UPDATE ON ledger_access_block BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END;
CREATE TRIGGER ledger_access_block_stays BEFORE DELETE ON ledger_access_block BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END;
CREATE TRIGGER ledger_access_hour_kept BEFORE UPDATE ON ledger_access_hour BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END;
CREATE TRIGGER ledger_access_hour_stays BEFORE DELETE ON ledger_access_hour BEGIN SELECT RAISE(ABORT, 'ledger rows are never deleted'); END;
-- only postgresql
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''ledger rows are never changed or deleted''; END';
CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_seal_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_access_block_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_access_block FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_access_hour_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_access_hour FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
-- The transaction that wrote an entry: the sealer takes only what is older than every running transaction.
ALTER TABLE ledger_entry ADD COLUMN written_in BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
CREATE INDEX ledger_entry_written_in ON ledger_entry (written_in, id);
-- both
