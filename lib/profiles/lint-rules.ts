/** What the linter looks for: how bad each thing is, judged by what AWS's tools do with it, and why. */

/** `error`: some tool fails, for this profile or for all. `warning`: tools disagree, or something ends badly. `note`: worth knowing. */
export type Severity = "error" | "warning" | "note";

const allFail =
  "The AWS CLI, boto3 and every tool built on botocore then refuse the whole file, whatever profile is asked for.";
const jsBlind =
  "The SDK for JavaScript does not see it and says nothing: tools disagree about what stands here.";
const thisFails = "AWS's tools end with an error when this profile is used.";

export const lintRules = {
  "byte-order-mark": ["error", allFail],
  "duplicate-section": ["error", allFail],
  "duplicate-key": ["error", allFail],
  "no-equals": ["error", allFail],
  "text-before-section": ["error", allFail],
  "nested-no-equals": ["error", allFail],
  "refused-name": ["error", "The SDK for JavaScript throws the whole file away."],

  "missing-session": ["error", thisFails],
  "incomplete-session": ["error", "Nobody can sign in with it."],
  "session-disagrees": ["error", thisFails],
  "incomplete-sso": ["error", thisFails],
  "bad-account-id": ["error", "An account id has twelve digits; leading zeros count."],
  "missing-source": ["error", thisFails],
  "circular-source": ["error", thisFails],
  "source-count": ["error", "A role is assumed from exactly one source."],
  "bad-role-setting": ["error", "STS refuses the call."],
  "duration-between-roles": [
    "error",
    "From role to role STS gives an hour at most, and refuses to be asked for more.",
  ],
  "missing-services": ["error", thisFails],
  "process-path": [
    "error",
    "botocore starts the program without a shell, so nothing stands in for ~ or a variable.",
  ],

  "no-profile-prefix": [
    "warning",
    "In this file a profile's section begins with the word profile; without it no tool sees it.",
  ],
  "prefix-in-credentials": [
    "warning",
    "In the credentials file the word profile is taken for a part of the name.",
  ],
  "unreadable-name": ["warning", jsBlind],
  "duplicate-profile": ["warning", "The last one wins in some tools, both together in others."],
  "two-defaults": ["warning", "In some tools the last one wins, in others always [profile default]."],
  "default-capitals": [
    "warning",
    "Python reads [DEFAULT] as values for all sections: they leak into every profile, in some tools only.",
  ],
  "names-alike": ["note", "Only upper and lower case tell them apart, and people mistake one for the other."],

  "upper-case-key": [
    "warning",
    "botocore does not mind case; the SDK for JavaScript does, and does not find the key.",
  ],
  "colon-delimiter": ["warning", jsBlind],
  "inline-comment": [
    "warning",
    "botocore takes it for a part of the value; the SDK for JavaScript cuts it off.",
  ],
  "quoted-value": ["warning", "Quotes are never taken off: they become a part of the value."],
  "value-goes-on": ["warning", "The SDK for JavaScript takes the first line alone."],
  "blank-value": ["warning", "To some tools the value is empty, to others the key is not there."],
  "lone-carriage-return": ["warning", "To some tools it ends a line, to others it does not."],
  "read-differently": ["warning", "The SDK for JavaScript finds something else here than the AWS CLI does."],
  "bad-setting": ["warning", "Some tools refuse such a value, others take it for something else."],
  "bad-region": ["warning", "There is no such region, so its address does not exist."],
  "plain-http": ["warning", "Signed requests, and what they carry, can be read on the way."],

  "start-url-variant": [
    "warning",
    "Tools keep a sign-in under the address as it is spelled: another spelling is another sign-in.",
  ],
  "start-url-foreign": [
    "warning",
    "AWS's sign-in does not live there; AWS CLI 2.35.13 and later ask before they go there.",
  ],
  "session-region": [
    "warning",
    "The sign-in lives in the instance's own region; elsewhere AWS does not know it.",
  ],
  "legacy-sso": ["warning", "Sign-ins without an sso-session cannot be renewed, and end after some hours."],
  "no-registration-scopes": ["warning", "Without the scope there is no token to renew the sign-in with."],

  "static-beside-sso": [
    "warning",
    "The AWS CLI signs in; the SDKs for JavaScript and Go use the keys, long after they have ended.",
  ],
  "login-with-others": ["warning", "Which of several ways to keys is taken differs from tool to tool."],
  "no-region": ["note", "Most commands then ask for a region; that of [default] is not taken."],
  "long-term-key": [
    "warning",
    "It never ends by itself: whoever copies this file has it until somebody deletes it.",
  ],
  "expired-keys": ["warning", "They are tried nevertheless, and AWS refuses them."],
} as const satisfies Record<string, readonly [Severity, string]>;

export type LintRule = keyof typeof lintRules;
