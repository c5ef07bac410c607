/**
 * The keys of `~/.aws/config` that are settings and say nothing of who somebody is, with the values that AWS's tools take.
 * From botocore's own table and its readers'. Reaches the browser, so there is no zod here.
 */

type Takes = readonly string[] | "boolean" | "number" | "text";

const boolean = "boolean";
const number = "number";
const text = "text";
const checksums = ["when_supported", "when_required"] as const;

const settings = {
  output: ["json", "text", "table", "yaml", "yaml-stream", "off"],
  account_id_endpoint_mode: ["preferred", "disabled", "required"],
  auth_scheme_preference: text,
  ca_bundle: text,
  cli_auto_prompt: ["on", "on-partial", "off"],
  cli_binary_format: ["base64", "raw-in-base64-out"],
  cli_error_format: ["enhanced", "json", "yaml", "text", "table", "legacy"],
  cli_follow_urlparam: boolean,
  cli_help_output: text,
  cli_history: ["enabled", "disabled"],
  cli_pager: text,
  cli_timestamp_format: ["wire", "iso8601"],
  csm_client_id: text,
  csm_enabled: boolean,
  csm_host: text,
  csm_port: number,
  data_path: text,
  defaults_mode: ["legacy", "standard", "in-region", "cross-region", "mobile", "auto"],
  disable_host_prefix_injection: boolean,
  disable_request_compression: boolean,
  ec2_metadata_service_endpoint: text,
  ec2_metadata_service_endpoint_mode: ["IPv4", "IPv6"],
  ec2_metadata_v1_disabled: boolean,
  endpoint_discovery_enabled: ["auto", "true", "false"],
  ignore_configured_endpoint_urls: boolean,
  imds_use_ipv6: boolean,
  max_attempts: number,
  metadata_service_num_attempts: number,
  metadata_service_timeout: number,
  parameter_validation: boolean,
  request_checksum_calculation: checksums,
  request_min_compression_size_bytes: number,
  response_checksum_validation: checksums,
  retry_mode: ["legacy", "standard", "adaptive"],
  s3_disable_express_session_auth: boolean,
  sdk_ua_app_id: text,
  sigv4a_signing_region_set: text,
  sts_regional_endpoints: ["legacy", "regional"],
  tcp_keepalive: boolean,
  use_dualstack_endpoint: boolean,
  use_fips_endpoint: boolean,
  // Within the block `s3 =`.
  "s3.addressing_style": ["auto", "virtual", "path"],
  "s3.max_bandwidth": text,
  "s3.max_concurrent_requests": number,
  "s3.max_queue_size": number,
  "s3.multipart_chunksize": text,
  "s3.multipart_threshold": text,
  "s3.payload_signing_enabled": boolean,
  "s3.preferred_transfer_client": ["auto", "classic", "crt", "default"],
  "s3.s3_disable_multiregion_access_points": boolean,
  "s3.target_bandwidth": text,
  "s3.us_east_1_regional_endpoint": ["legacy", "regional"],
  "s3.use_accelerate_endpoint": boolean,
  "s3.use_arn_region": boolean,
  "s3.use_dualstack_endpoint": boolean,
} as const satisfies Record<string, Takes>;

export type SettingKey = keyof typeof settings;

export const settingKeys: readonly SettingKey[] = Object.keys(settings).filter(isSettingKey);

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settings, key);
}

/** What a value of that key may be, where that is a closed list; case counts. Null: any that `settingFault` lets be. */
export function settingChoices(key: SettingKey): readonly string[] | null {
  const takes: Takes = settings[key];
  if (takes === boolean) return ["true", "false"];
  return typeof takes === "string" ? null : takes;
}

const longestValue = 1000;

/**
 * Why a value cannot stand behind `key = ` in a config file, as it goes on from "The value"; null where every tool reads it as it
 * is. That file knows no quoting: botocore keeps a comment behind a value, JavaScript cuts it off, each trims other spaces.
 */
export function valueFault(value: string): string | null {
  if (value === "") return "is empty.";
  if (/[\r\n]/.test(value)) return "goes over more than one line.";
  if (value.length > longestValue) return `is longer than ${longestValue} characters.`;
  if (/^[#;]|\s[#;]/.test(value)) return "holds # or ; where it would begin a comment.";
  if (value !== value.trim()) return "begins or ends with a space.";
  return /^[\x20-\x7e]*$/.test(value) ? null : "holds a character that is not plain ASCII.";
}

/** The same for one setting, in one whole sentence. */
export function settingFault(key: SettingKey, value: string): string | null {
  const fault = valueFault(value);
  if (fault) return `The value of ${key} ${fault}`;
  const choices = settingChoices(key);
  if (choices && !choices.includes(value)) return `${key} takes ${choices.join(", ")}.`;
  const takes: Takes = settings[key];
  return takes === number && !/^\d{1,9}$/.test(value) ? `${key} takes a whole number.` : null;
}
