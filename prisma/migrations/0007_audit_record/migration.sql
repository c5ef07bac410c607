-- The record by months: a month is dropped in a moment, and what is asked of a time reads only the tables of that time.
-- What has been recorded so far becomes the first of them as it stands; nothing is copied. What comes after its end, and is in
-- no table of its own yet, goes into the last one, so that no event is ever refused because nobody made a table ahead.
ALTER TABLE "audit_event" RENAME TO "audit_event_first";
ALTER TABLE "audit_event_first" DROP CONSTRAINT "audit_event_pkey";
DROP INDEX "audit_event_id_key";
ALTER INDEX "audit_event_account_id_seq_idx" RENAME TO "audit_event_first_account_id_seq_idx";
ALTER INDEX "audit_event_role_seq_idx" RENAME TO "audit_event_first_role_seq_idx";
ALTER INDEX "audit_event_kind_seq_idx" RENAME TO "audit_event_first_kind_seq_idx";
ALTER INDEX "audit_event_outcome_seq_idx" RENAME TO "audit_event_first_outcome_seq_idx";
ALTER INDEX "audit_event_address_seq_idx" RENAME TO "audit_event_first_address_seq_idx";
ALTER INDEX "audit_event_access_key_id_seq_idx" RENAME TO "audit_event_first_access_key_id_seq_idx";
ALTER INDEX "audit_event_person_id_seq_idx" RENAME TO "audit_event_first_person_id_seq_idx";
ALTER INDEX "audit_event_correlation_id_idx" RENAME TO "audit_event_first_correlation_id_idx";
ALTER INDEX "audit_event_request_id_idx" RENAME TO "audit_event_first_request_id_idx";
ALTER INDEX "audit_event_at_idx" RENAME TO "audit_event_first_at_idx";

-- The access token that an event is about, or that a machine came with: an HMAC. What has been recorded so far names tokens by
-- the id of their row, in the text alone, and stays as it is.
ALTER TABLE "audit_event_first" ADD COLUMN "token_fingerprint" TEXT;

-- A key of a table that is split by time must hold the time. That `seq` alone is taken once is the chain lock's doing, and
-- is checked by the verification.
CREATE TABLE "audit_event" (
    "seq" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "correlation_id" UUID NOT NULL,
    "request_id" UUID,
    "person_id" UUID,
    "person_name" TEXT,
    "person_email" TEXT,
    "instance" TEXT,
    "account_id" TEXT,
    "account_name" TEXT,
    "role" TEXT,
    "address" TEXT,
    "user_agent" TEXT,
    "access_key_id" TEXT,
    "token_fingerprint" TEXT,
    "text" TEXT NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq", "at")
) PARTITION BY RANGE ("at");
CREATE UNIQUE INDEX "audit_event_id_at_key" ON "audit_event" ("id", "at");
CREATE INDEX "audit_event_account_id_seq_idx" ON "audit_event" ("account_id", "seq");
CREATE INDEX "audit_event_role_seq_idx" ON "audit_event" ("role", "seq");
CREATE INDEX "audit_event_kind_seq_idx" ON "audit_event" ("kind", "seq");
CREATE INDEX "audit_event_outcome_seq_idx" ON "audit_event" ("outcome", "seq");
CREATE INDEX "audit_event_address_seq_idx" ON "audit_event" ("address", "seq");
CREATE INDEX "audit_event_access_key_id_seq_idx" ON "audit_event" ("access_key_id", "seq");
CREATE INDEX "audit_event_token_fingerprint_seq_idx" ON "audit_event" ("token_fingerprint", "seq");
CREATE INDEX "audit_event_person_id_seq_idx" ON "audit_event" ("person_id", "seq");
CREATE INDEX "audit_event_correlation_id_idx" ON "audit_event" ("correlation_id");
CREATE INDEX "audit_event_request_id_idx" ON "audit_event" ("request_id");
CREATE INDEX "audit_event_at_idx" ON "audit_event" USING BRIN ("at");
-- Whose it was, where another dealt with it: everybody sees what happened to what is theirs. Few events name an owner.
CREATE INDEX "audit_event_owner_idx" ON "audit_event" (substring("text" FROM '"owner":"([0-9a-f-]{36})"'), "seq")
    WHERE "text" LIKE '%"owner":"%';

-- A statement that names the whole is stopped here; one that names a part, by the part's own trigger.
CREATE TRIGGER "audit_event_is_append_only"
    BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Its old trigger goes along with it.
DO $$
DECLARE
    past TIMESTAMPTZ := (SELECT max("at") FROM "audit_event_first");
    ends TIMESTAMPTZ := (date_trunc('month', greatest(now(), past) AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
    other RECORD;
BEGIN
    EXECUTE format(
        'ALTER TABLE "audit_event" ATTACH PARTITION "audit_event_first" FOR VALUES FROM (MINVALUE) TO (%L)', ends
    );
    -- Who could read and add to the table that had this name can still do so: the release before runs on.
    FOR other IN
        SELECT grantee::regrole AS role, privilege_type AS privilege FROM pg_class, aclexplode(relacl)
        WHERE oid = '"audit_event_first"'::regclass AND grantee NOT IN (relowner, 0) AND privilege_type IN ('SELECT', 'INSERT')
    LOOP
        EXECUTE format('GRANT %s ON "audit_event" TO %s', other.privilege, other.role);
    END LOOP;
END $$;

CREATE TABLE "audit_event_rest" PARTITION OF "audit_event" DEFAULT;
CREATE TRIGGER "audit_event_is_append_only"
    BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event_rest"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- What the portal says of the record under its signature: how far it goes (`checkpoint`), and that its beginning was
-- taken away on purpose (`tombstone`). Each holds the digest of the one before. `text` is what is signed.
CREATE TABLE "audit_checkpoint" (
    "number" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("number")
);
CREATE INDEX "audit_checkpoint_seq_idx" ON "audit_checkpoint" ("seq");
CREATE TRIGGER "audit_checkpoint_is_append_only"
    BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_checkpoint"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Leaves to whoever is not the owner of the record only to read it and to add to it, by the whole and by no part. For the owner,
-- after rights were given on all tables; `npm run db:deploy` and `npm run db:maintain` do it by themselves.
CREATE FUNCTION "close_record"() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    other RECORD;
BEGIN
    FOR other IN
        SELECT DISTINCT oid::regclass AS part, relispartition AS inside,
            CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role
        FROM pg_class, aclexplode(relacl)
        WHERE grantee <> relowner AND oid IN (
            SELECT relid FROM pg_partition_tree('"audit_event"') UNION SELECT '"audit_checkpoint"'::regclass
        )
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', other.part, other.role);
        IF NOT other.inside AND other.role <> 'PUBLIC' THEN
            EXECUTE format('GRANT SELECT, INSERT ON %s TO %s', other.part, other.role);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION "close_record"() FROM PUBLIC;
SELECT "close_record"();

-- Who reads along, and how far they are: deliveries, anchors, the verification, the tallies. `state` is the reader's own.
CREATE TABLE "audit_cursor" (
    "name" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "state" JSONB NOT NULL DEFAULT '{}',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_cursor_pkey" PRIMARY KEY ("name")
);

-- What the charts show, added up as the record grows. What is about nobody in particular is a few rows an hour, whatever the
-- record has, and lies together.
CREATE TABLE "audit_tally" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "audit_tally_pkey" PRIMARY KEY ("subject", "hour", "what", "key")
);

-- Whom an administrator has shut out, until that is lifted. A part of the person's own row and no table: whatever makes something
-- that is alive for a person locks that row, waits for a block that is being written, and then sees it.
ALTER TABLE "person"
    ADD COLUMN "blocked_at" TIMESTAMPTZ(3),
    ADD COLUMN "blocked_by" UUID,
    ADD COLUMN "block_reason" TEXT;
