/**
 * The library: what the commands are made of. Nothing here prints, asks or ends the process; importing it reads no file
 * and opens no connection.
 */

// Errors and secrets
export { WidError, WidErrors, type ErrorCode } from './support/errors.ts';
export { Secret, scrub } from './support/secret.ts';
export { createLog, silentLog, type Log } from './support/log.ts';
export { systemClock, type Clock } from './support/clock.ts';
export { describePlace, type Place, type Source } from './syntax/source.ts';

// The spec: text to resources
export { loadSpec } from './spec/load.ts';
export { specJsonSchema } from './spec/json-schema.ts';
export { starterSpec } from './spec/starter.ts';
export { specOf, type Inventory } from './spec/write.ts';
export type { Existing, ManifestOptions, Resource, Spec } from './spec/resource.ts';

// Servers
export { connect, type Connection, type ConnectOptions } from './clients/connect.ts';
export { ApiError, type Api, type Call, type Clients } from './clients/api.ts';
export { kinds, kindOf } from './kinds/index.ts';
export { addressOf, type Identity, type Kind, type KindId, type Live, type Reach, type Wanted } from './kinds/kind.ts';
export type { Body, Field, Fields, Value } from './kinds/field.ts';
export { readInventory } from './collect/inventory.ts';

// Plan and apply
export { survey, type Question, type Survey } from './provision/survey.ts';
export { intentsOf, type Intent } from './provision/intent.ts';
export { makePlan, type PlanOptions } from './provision/make-plan.ts';
export type { PlannedStep, WorkPlan } from './provision/planned-step.ts';
export {
  changesSomething,
  summarize,
  type Action,
  type FieldChange,
  type Plan,
  type Step,
  type Summary,
} from './provision/plan.ts';
export { applyPlan, type ApplyEvent, type ApplyInput, type ApplyResult } from './provision/apply.ts';
export { openStore } from './provision/manifest/open-store.ts';
export type { ManifestStore } from './provision/manifest/store.ts';

// What the servers would answer, worked out without them. Compile or prepare once, predict many times.
export {
  compileConsul,
  predictConsul,
  type CheckAnswer,
  type CompiledConsul,
  type ConsulConfiguration,
  type ConsulLogin,
  type ConsulPrediction,
} from './simulate/consul.ts';
export type { Check } from './simulate/consul-acl/authorize.ts';
export {
  predictAtVault,
  predictVault,
  type VaultAnswer,
  type VaultAsk,
  type VaultQuestion,
} from './simulate/vault-login/predict.ts';
export { prepareVault, type PreparedVault, type VaultSetup } from './simulate/vault-login/setup.ts';
export { predictNomad, type NomadPrediction, type PredictedIdentity } from './simulate/nomad.ts';
export { verifiesSignature, type Verifies } from './simulate/jwt/signature.ts';

// Reports: data to text
export { explainText } from './report/explain-text.ts';
export { planText } from './report/plan-text.ts';
export { planJson } from './report/plan-json.ts';
export { applyAccount, applyProgress } from './report/apply-text.ts';
export { errorText } from './report/error-text.ts';

// The world: read from servers, from files, or from what was saved
export type { World } from './model/world.ts';
export { readLiveWorld, type WorldWanted } from './collect/live-world.ts';
export { readFileWorld, type FileWorld } from './collect/files/world.ts';
export { mergeWorlds } from './collect/files/merge-worlds.ts';
export { formatWorld, parseWorld } from './collect/saved-world.ts';
export { jobIn, jobWorldOf } from './collect/job-world.ts';
export type { JobWorld } from './model/job-world.ts';
export { consulObjects, vaultObjects } from './collect/world-of-objects.ts';

// What a job may do, and why not more
export { explain, type Question as ExplainQuestion } from './simulate/explain.ts';
export type { Chain, Explanation, Link } from './simulate/explain/explanation.ts';

// The audit
export { audit } from './audit/audit.ts';
export type { AuditReport, AuditSummary, ReplacedJob } from './audit/report.ts';
export type { Finding, Fix, Location, NotChecked, Severity, Subject, TextEdit } from './model/finding.ts';
export { lookAt, type LookOptions } from './rules/look-at.ts';
export type { Look } from './rules/look.ts';
export { rules } from './rules/index.ts';
export { defineRule, type Example, type Rule, type Sighting } from './rules/rule.ts';

// The embedded lab
export { startLab, type Lab, type LabOptions } from './lab/embedded.ts';
