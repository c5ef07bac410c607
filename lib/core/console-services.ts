/**
 * Pages of the AWS console that people ask for by a word: services as they are called and abbreviated, and where in the
 * console each begins. Alone knows these paths. Reaches the browser, so it is kept small; hosts are `lib/aws`'s matter.
 */

type ConsoleService = {
  name: string;
  /** Below the console's host, without its first slash. */
  path: string;
  /** What stands behind the `#`, where the service's home is not the page that is meant. */
  hash?: string;
  /** Other words for it, parted by spaces. Two words for one thing are written together: `loadbalancer`. */
  words?: string;
  /** It has one page for all regions. */
  global?: true;
};

const home = (id: string) => `${id}/home`;

/** The most used first: where a word fits several, the first is meant. */
const table = {
  cloudwatch: { name: "CloudWatch", path: home("cloudwatch"), words: "cw metrics alarms dashboards" },
  logs: { name: "CloudWatch Logs", path: home("cloudwatch"), hash: "logsV2:log-groups", words: "loggroups" },
  "logs-insights": {
    name: "CloudWatch Logs Insights",
    path: home("cloudwatch"),
    hash: "logsV2:logs-insights",
    words: "logsinsights insights",
  },
  lambda: { name: "Lambda", path: home("lambda"), hash: "/functions", words: "functions" },
  ec2: { name: "EC2", path: home("ec2"), words: "instances elasticcomputecloud" },
  s3: { name: "S3", path: "s3/buckets", words: "buckets simplestorageservice" },
  dynamodb: { name: "DynamoDB", path: "dynamodbv2/home", words: "ddb tables" },
  rds: { name: "RDS and Aurora", path: home("rds"), words: "aurora databases postgres mysql" },
  ecs: { name: "ECS", path: "ecs/v2/clusters", words: "fargate elasticcontainerservice" },
  eks: { name: "EKS", path: home("eks"), words: "kubernetes k8s" },
  iam: { name: "IAM", path: home("iam"), words: "users roles policies", global: true },
  vpc: { name: "VPC", path: "vpcconsole/home", words: "subnets securitygroups natgateway" },
  cloudformation: { name: "CloudFormation", path: home("cloudformation"), words: "cfn stacks" },
  cloudfront: { name: "CloudFront", path: "cloudfront/v4/home", words: "cdn distributions", global: true },
  route53: { name: "Route 53", path: "route53/v2/home", words: "r53 dns hostedzones", global: true },
  sqs: { name: "SQS", path: "sqs/v3/home", words: "queues" },
  sns: { name: "SNS", path: "sns/v3/home", words: "topics" },
  secretsmanager: { name: "Secrets Manager", path: "secretsmanager/listsecrets", words: "secrets" },
  ssm: { name: "Systems Manager", path: home("systems-manager"), words: "systemsmanager" },
  "parameter-store": { name: "Parameter Store", path: "systems-manager/parameters", words: "parameters" },
  "session-manager": {
    name: "Session Manager",
    path: "systems-manager/session-manager/sessions",
    words: "ssh",
  },
  "step-functions": { name: "Step Functions", path: home("states"), words: "sfn states statemachines" },
  apigateway: { name: "API Gateway", path: "apigateway/main/apis", words: "apigw apis" },
  eventbridge: { name: "EventBridge", path: home("events"), words: "events" },
  scheduler: {
    name: "EventBridge Scheduler",
    path: home("scheduler"),
    words: "eventbridgescheduler schedules",
  },
  kinesis: { name: "Kinesis Data Streams", path: home("kinesis"), words: "streams" },
  firehose: { name: "Data Firehose", path: home("firehose"), words: "deliverystreams" },
  msk: { name: "MSK", path: home("msk"), words: "kafka" },
  opensearch: { name: "OpenSearch", path: "aos/home", words: "elasticsearch aos" },
  elasticache: { name: "ElastiCache", path: home("elasticache"), words: "redis valkey memcached" },
  redshift: { name: "Redshift", path: "redshiftv2/home", words: "warehouse" },
  athena: { name: "Athena", path: home("athena"), words: "queryeditor" },
  glue: { name: "Glue", path: "gluestudio/home", words: "etl crawlers" },
  "lake-formation": { name: "Lake Formation", path: home("lakeformation") },
  emr: { name: "EMR", path: home("emr"), words: "spark hadoop" },
  sagemaker: { name: "SageMaker AI", path: home("sagemaker"), words: "machinelearning" },
  bedrock: { name: "Bedrock", path: home("bedrock"), words: "genai foundationmodels" },
  ecr: { name: "ECR", path: "ecr/repositories", words: "registry images" },
  codepipeline: { name: "CodePipeline", path: "codesuite/codepipeline/pipelines", words: "pipelines" },
  codebuild: { name: "CodeBuild", path: "codesuite/codebuild/projects" },
  codedeploy: { name: "CodeDeploy", path: "codesuite/codedeploy/applications" },
  codeartifact: { name: "CodeArtifact", path: "codesuite/codeartifact/repositories" },
  "load-balancers": {
    name: "Load Balancers",
    path: home("ec2"),
    hash: "LoadBalancers:",
    words: "elb alb nlb loadbalancing elasticloadbalancing",
  },
  "auto-scaling": {
    name: "Auto Scaling Groups",
    path: home("ec2"),
    hash: "AutoScalingGroups:",
    words: "asg",
  },
  ebs: { name: "EBS Volumes", path: home("ec2"), hash: "Volumes:", words: "volumes" },
  efs: { name: "EFS", path: home("efs"), words: "elasticfilesystem" },
  fsx: { name: "FSx", path: home("fsx") },
  backup: { name: "Backup", path: home("backup"), words: "vaults" },
  kms: { name: "KMS", path: home("kms"), words: "keymanagement" },
  acm: { name: "Certificate Manager", path: home("acm"), words: "certificates tls" },
  waf: { name: "WAF and Shield", path: "wafv2/homev2", words: "shield firewall wafv2", global: true },
  cognito: { name: "Cognito", path: "cognito/v2/home", words: "userpools" },
  guardduty: { name: "GuardDuty", path: home("guardduty"), words: "threats" },
  "security-hub": { name: "Security Hub", path: home("securityhub"), words: "findings" },
  inspector: { name: "Inspector", path: "inspector/v2/home", words: "vulnerabilities" },
  macie: { name: "Macie", path: home("macie") },
  config: { name: "Config", path: home("config"), words: "compliance awsconfig" },
  cloudtrail: { name: "CloudTrail", path: "cloudtrailv2/home", words: "trail trails eventhistory" },
  "x-ray": { name: "X-Ray", path: home("xray"), words: "traces" },
  grafana: { name: "Managed Grafana", path: home("grafana") },
  prometheus: { name: "Managed Prometheus", path: "prometheus/home", words: "amp" },
  billing: {
    name: "Billing",
    path: "costmanagement/home",
    hash: "/home",
    words: "costs bills invoices budgets",
    global: true,
  },
  "cost-explorer": {
    name: "Cost Explorer",
    path: "costmanagement/home",
    hash: "/cost-explorer",
    words: "ce spend",
    global: true,
  },
  organizations: { name: "Organizations", path: "organizations/v2/home", words: "orgs scp", global: true },
  "identity-center": { name: "IAM Identity Center", path: home("singlesignon"), words: "sso identitycenter" },
  "control-tower": { name: "Control Tower", path: home("controltower") },
  "service-quotas": { name: "Service Quotas", path: home("servicequotas"), words: "quotas limits" },
  support: { name: "Support", path: "support/home", words: "cases supportcenter", global: true },
  health: { name: "Health Dashboard", path: "health/home", words: "personalhealth phd", global: true },
  "trusted-advisor": { name: "Trusted Advisor", path: home("trustedadvisor"), global: true },
  "elastic-beanstalk": { name: "Elastic Beanstalk", path: home("elasticbeanstalk"), words: "beanstalk eb" },
  "app-runner": { name: "App Runner", path: home("apprunner") },
  amplify: { name: "Amplify", path: "amplify/apps" },
  appsync: { name: "AppSync", path: home("appsync"), words: "graphql" },
  batch: { name: "Batch", path: home("batch"), words: "jobs" },
  ses: { name: "SES", path: home("ses"), words: "simpleemailservice" },
  documentdb: { name: "DocumentDB", path: home("docdb"), words: "docdb mongodb" },
  neptune: { name: "Neptune", path: home("neptune") },
  mq: { name: "Amazon MQ", path: "amazon-mq/home", words: "rabbitmq activemq amazonmq" },
  dms: { name: "Database Migration Service", path: "dms/v2/home", words: "databasemigration" },
  transfer: { name: "Transfer Family", path: home("transfer"), words: "sftp" },
  "direct-connect": { name: "Direct Connect", path: "directconnect/v2/home", words: "dx" },
  "transit-gateway": {
    name: "Transit Gateways",
    path: "vpcconsole/home",
    hash: "TransitGateways:",
    words: "tgw",
  },
  workspaces: { name: "WorkSpaces", path: "workspaces/v2/home", words: "desktops" },
  connect: { name: "Connect", path: "connect/v2/app/instances", words: "contactcenter" },
  quicksight: { name: "QuickSight", path: "quicksight/home", words: "bi" },
  iot: { name: "IoT Core", path: home("iot"), words: "iotcore things" },
  cloudshell: { name: "CloudShell", path: "cloudshell/home", words: "shell" },
} as const satisfies Record<string, ConsoleService>;

export type ConsoleServiceId = keyof typeof table;

export const consoleServices: Readonly<Record<ConsoleServiceId, ConsoleService>> = table;

export function isConsoleServiceId(word: string): word is ConsoleServiceId {
  return Object.hasOwn(table, word);
}

export const consoleServiceIds: readonly ConsoleServiceId[] = Object.keys(table).filter(isConsoleServiceId);
