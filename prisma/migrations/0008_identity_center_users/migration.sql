-- By which id Identity Center's own events, and policies at AWS, name a person. It outlives the connection that told it: when a
-- person is blocked the connection goes first, and then the id is needed.
CREATE TABLE "identity_center_user" (
    "person_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "identity_center_user_pkey" PRIMARY KEY ("person_id", "instance"),
    CONSTRAINT "identity_center_user_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
