/** AWS's clients read these to the letter. */

import { expect, test } from "vitest";
import { containerAnswer, processAnswer } from "./machine-answers";

const credentials = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE12",
  secretAccessKey: "secret/+=",
  sessionToken: "token/+=",
  expiresAt: new Date("2026-11-21T04:00:00.999Z"),
};

test("a container's answer has the five names that clients look for, and a time that ends with the second", () => {
  expect(containerAnswer(credentials, "011122223333")).toEqual({
    AccessKeyId: "ASIAEXAMPLEEXAMPLE12",
    SecretAccessKey: "secret/+=",
    Token: "token/+=",
    Expiration: "2026-11-21T04:00:00Z",
    AccountId: "011122223333",
  });
});

test("a process's answer is version 1, and calls the token SessionToken", () => {
  expect(processAnswer(credentials, "011122223333")).toEqual({
    Version: 1,
    AccessKeyId: "ASIAEXAMPLEEXAMPLE12",
    SecretAccessKey: "secret/+=",
    SessionToken: "token/+=",
    Expiration: "2026-11-21T04:00:00Z",
    AccountId: "011122223333",
  });
});
