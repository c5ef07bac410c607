-- What a person may use, kept so that it is there at once, and what AWS has told us beside it.

-- When a person's list of one instance was last read, and who reads it now.
CREATE TABLE "inventory_refresh" (
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "accounts_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "assigned_at" TIMESTAMPTZ(3),
    "lease_holder" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "inventory_refresh_pkey" PRIMARY KEY ("person_id", "instance")
);

-- One account of a person's list with its roles. Roles are few, change together and are read together: an array, not rows.
-- "roles_at" is null until AWS has told them; roles may stand here before, from assignments.
CREATE TABLE "inventory_account" (
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "roles" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "roles_at" TIMESTAMPTZ(3),
    "groups" JSONB,
    "problem" TEXT,
    "wanted_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "is_new" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inventory_account_pkey" PRIMARY KEY ("person_id", "instance", "account_id")
);
CREATE INDEX "inventory_account_instance_account_id_idx" ON "inventory_account" ("instance", "account_id");

-- A role that was gained or lost between two readings.
CREATE TABLE "inventory_change" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "account_name" TEXT,
    "role" TEXT NOT NULL,
    "gained" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inventory_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "inventory_change_person_id_at_idx" ON "inventory_change" ("person_id", "at");
CREATE INDEX "inventory_change_at_idx" ON "inventory_change" ("at");

-- How a person wants their list: favourites in their order, what is hidden, how it is grouped.
CREATE TABLE "preference" (
    "person_id" UUID NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("person_id")
);

-- How often and how lately a person took a role. "score" is as of "last_at" and fades from there.
CREATE TABLE "grant_use" (
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_use_pkey" PRIMARY KEY ("person_id", "instance", "account_id", "role")
);

-- Administrators' rules on names and colours: every version that was ever saved, the highest one counts.
CREATE TABLE "account_rules" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "saved_by" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_rules_pkey" PRIMARY KEY ("version")
);

-- What AWS Organizations says of an account, where the portal may read it.
CREATE TABLE "organization_account" (
    "instance" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "path" TEXT,
    "tags" JSONB NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_account_pkey" PRIMARY KEY ("instance", "account_id")
);

-- What Identity Center says of a permission set, where the portal may read it.
CREATE TABLE "permission_set" (
    "instance" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "description" TEXT,
    "session_seconds" INTEGER,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "permission_set_pkey" PRIMARY KEY ("instance", "name")
);

-- The portal's registrations at instances without a trusted issuer: kept while a token made with one may live.
CREATE TABLE "device_client" (
    "client_id" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_client_pkey" PRIMARY KEY ("client_id")
);
CREATE INDEX "device_client_instance_expires_at_idx" ON "device_client" ("instance", "expires_at");

-- A device sign-in that a person has begun, in one browser session, at one instance.
CREATE TABLE "device_sign_in" (
    "session_hash" BYTEA NOT NULL,
    "instance" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "sealed" TEXT NOT NULL,
    "interval_seconds" INTEGER NOT NULL,
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_sign_in_pkey" PRIMARY KEY ("session_hash", "instance")
);
CREATE INDEX "device_sign_in_expires_at_idx" ON "device_sign_in" ("expires_at");

ALTER TABLE "inventory_refresh" ADD CONSTRAINT "inventory_refresh_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "inventory_account" ADD CONSTRAINT "inventory_account_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "inventory_change" ADD CONSTRAINT "inventory_change_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "preference" ADD CONSTRAINT "preference_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "grant_use" ADD CONSTRAINT "grant_use_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "device_sign_in" ADD CONSTRAINT "device_sign_in_person_id_fkey"
    FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "device_sign_in" ADD CONSTRAINT "device_sign_in_session_hash_fkey"
    FOREIGN KEY ("session_hash") REFERENCES "session" ("id_hash") ON DELETE CASCADE ON UPDATE CASCADE;
