import agentServiceIdentityMissing from './agent/service-identity-missing.ts';
import keysUnreachable from './keys/unreachable.ts';
import keysUntrustedCertificate from './keys/untrusted-certificate.ts';
import keysNotKeys from './keys/not-keys.ts';
import keysClientCertificateDemanded from './keys/client-certificate-demanded.ts';
import keysLoopbackAddress from './keys/loopback-address.ts';
import keysSingleAgent from './keys/single-agent.ts';
import keysStaticKeys from './keys/static-keys.ts';
import keysEddsaOnly from './keys/eddsa-only.ts';
import keysDiscoveryDisabled from './keys/discovery-disabled.ts';
import keysIssuerMismatch from './keys/issuer-mismatch.ts';
import keysAlgorithmNotTaken from './keys/algorithm-not-taken.ts';
import keysAnotherCluster from './keys/another-cluster.ts';
import keysServersDiffer from './keys/servers-differ.ts';
import keysRotatedAtOnce from './keys/rotated-at-once.ts';
import keysRotationOverdue from './keys/rotation-overdue.ts';
import keysCachedForLong from './keys/cached-for-long.ts';
import keysClockSkew from './keys/clock-skew.ts';
import agentNamespaceWithoutEnterprise from './agent/namespace-without-enterprise.ts';
import agentServersDiffer from './agent/servers-differ.ts';
import agentVaultNotEnabled from './agent/vault-not-enabled.ts';
import agentTaskIdentityMissing from './agent/task-identity-missing.ts';
import agentDefaultIdentityMissing from './agent/default-identity-missing.ts';
import agentIdentityWithoutAudience from './agent/identity-without-audience.ts';
import agentLostBlock from './agent/lost-block.ts';
import agentMisplacedSettings from './agent/misplaced-settings.ts';
import agentUnknownKey from './agent/unknown-key.ts';
import agentClientsDiffer from './agent/clients-differ.ts';
import agentConfigurationRefused from './agent/configuration-refused.ts';
import jobFileRefused from './job/file-refused.ts';
import agentOldClients from './agent/old-clients.ts';
import agentNamedCluster from './agent/named-cluster.ts';
import agentNobodyFound from './agent/nobody-found.ts';
import agentClusterUnknown from './agent/cluster-unknown.ts';
import agentClientTokenForTemplates from './agent/client-token-for-templates.ts';
import agentTemplatesRetryForEver from './agent/templates-retry-for-ever.ts';
import agentIssuerNotHttps from './agent/issuer-not-https.ts';
import agentTokenFlowLeftover from './agent/token-flow-leftover.ts';
import consulAclsDisabled from './consul/acls-disabled.ts';
import consulAuthMethodMissing from './consul/auth-method-missing.ts';
import consulTokenReplicationOff from './consul/token-replication-off.ts';
import consulReplicationFailing from './consul/replication-failing.ts';
import consulAuthMethodRefused from './consul/auth-method-refused.ts';
import consulAudienceMismatch from './consul/audience-mismatch.ts';
import consulJwtRefused from './consul/jwt-refused.ts';
import consulMaxTokenTtl from './consul/max-token-ttl.ts';
import consulLeewayUnits from './consul/leeway-units.ts';
import consulClaimNotMapped from './consul/claim-not-mapped.ts';
import consulMappingOfUnknownClaim from './consul/mapping-of-unknown-claim.ts';
import consulClaimsCrossed from './consul/claims-crossed.ts';
import consulBindNameFails from './consul/bind-name-fails.ts';
import consulNoRuleMatches from './consul/no-rule-matches.ts';
import consulSelectorMissesItsOwn from './consul/selector-misses-its-own.ts';
import consulRuleWithoutSelector from './consul/rule-without-selector.ts';
import consulSelectorTrueWithoutClaim from './consul/selector-true-without-claim.ts';
import consulDuplicateBindingRules from './consul/duplicate-binding-rules.ts';
import consulRoleMissing from './consul/role-missing.ts';
import consulServiceNotItsOwn from './consul/service-not-its-own.ts';
import consulNeedNotGranted from './consul/need-not-granted.ts';
import workloadNeedDenied from './workload/need-denied.ts';
import consulFileRefused from './consul/file-refused.ts';
import consulBindingRuleRefused from './consul/binding-rule-refused.ts';
import consulPolicyRefused from './consul/policy-refused.ts';
import consulNodesNotReadable from './consul/nodes-not-readable.ts';
import consulPolicyElsewhere from './consul/policy-elsewhere.ts';
import consulPolicyWords from './consul/policy-words.ts';
import consulNamespaceClaimAbsent from './consul/namespace-claim-absent.ts';
import jobServiceNameUpperCase from './job/service-name-upper-case.ts';
import jobAudienceMismatch from './job/audience-mismatch.ts';
import jobAudienceOfOtherCluster from './job/audience-of-other-cluster.ts';
import jobServiceNameNotBindable from './job/service-name-not-bindable.ts';
import workloadLocalTokenElsewhere from './workload/local-token-elsewhere.ts';
import workloadGatewayWithoutMesh from './workload/gateway-without-mesh.ts';
import consulClientTokenTooWeak from './consul/client-token-too-weak.ts';
import consulServerTokenTooWeak from './consul/server-token-too-weak.ts';
import liveAgentTokenExpires from './live/agent-token-expires.ts';
import securityDefaultPolicyAllow from './security/default-policy-allow.ts';
import securityAnonymousTokenTooStrong from './security/anonymous-token-too-strong.ts';
import securityWorkloadsTooStrong from './security/workloads-too-strong.ts';
import securityAgentTokenTooStrong from './security/agent-token-too-strong.ts';
import liveAllocationFailing from './live/allocation-failing.ts';
import liveAgentTokenFallback from './live/agent-token-fallback.ts';
import liveTokensLeftBehind from './live/tokens-left-behind.ts';
import liveTokenMissing from './live/token-missing.ts';
import liveTokensEnd from './live/tokens-end.ts';
import consulLeftovers from './consul/leftovers.ts';
import securityServiceNamesShared from './security/service-names-shared.ts';
import securityGatewayNameFromClaim from './security/gateway-name-from-claim.ts';
import securityAudienceTooWide from './security/audience-too-wide.ts';
import securityKeysWithoutTls from './security/keys-without-tls.ts';
import workloadLoginRefused from './workload/login-refused.ts';
import jobRegistrationRefused from './job/registration-refused.ts';
import jobConsulBlockMissing from './job/consul-block-missing.ts';
import jobVaultBlockMissing from './job/vault-block-missing.ts';
import jobStaleIdentities from './job/stale-identities.ts';
import jobIdentityName from './job/identity-name.ts';
import jobIdentityWithoutTtl from './job/identity-without-ttl.ts';
import jobSeveralAudiences from './job/several-audiences.ts';
import jobVaultPolicies from './job/vault-policies.ts';
import jobRestartsAtRenewal from './job/restarts-at-renewal.ts';
import jobEnvironmentGoesStale from './job/environment-goes-stale.ts';
import jobTokenExpirationAllowed from './job/token-expiration-allowed.ts';
import jobInterpolatedServiceName from './job/interpolated-service-name.ts';
import jobIdentityUsedAsToken from './job/identity-used-as-token.ts';
import jobChildIdInClaims from './job/child-id-in-claims.ts';
import workloadClientTokenFallback from './workload/client-token-fallback.ts';
import workloadNoIdentity from './workload/no-identity.ts';
import upgradeKnownDefect from './upgrade/known-defect.ts';
import vaultMountElsewhere from './vault/mount-elsewhere.ts';
import vaultAuthMountMissing from './vault/auth-mount-missing.ts';
import vaultConfigRefused from './vault/config-refused.ts';
import vaultMountNotConfigured from './vault/mount-not-configured.ts';
import vaultNoRole from './vault/no-role.ts';
import vaultRoleMissing from './vault/role-missing.ts';
import vaultRoleType from './vault/role-type.ts';
import vaultAudienceMismatch from './vault/audience-mismatch.ts';
import vaultRoleWithoutAudience from './vault/role-without-audience.ts';
import vaultUserClaimMissing from './vault/user-claim-missing.ts';
import vaultBoundClaims from './vault/bound-claims.ts';
import vaultLoginRefusedByRole from './vault/login-refused-by-role.ts';
import vaultBoundAddresses from './vault/bound-addresses.ts';
import vaultEntityDisabled from './vault/entity-disabled.ts';
import vaultNoDefaultPolicy from './vault/no-default-policy.ts';
import vaultPeriodTooLong from './vault/period-too-long.ts';
import vaultTtlInsteadOfPeriod from './vault/ttl-instead-of-period.ts';
import vaultTokenMaximum from './vault/token-maximum.ts';
import vaultBatchTokens from './vault/batch-tokens.ts';
import vaultLimitedUses from './vault/limited-uses.ts';
import vaultClaimsCrossed from './vault/claims-crossed.ts';
import vaultClaimNeverIssued from './vault/claim-never-issued.ts';
import vaultClaimOnlyIfJobSays from './vault/claim-only-if-job-says.ts';
import vaultPolicyMissing from './vault/policy-missing.ts';
import vaultStaleAccessor from './vault/stale-accessor.ts';
import vaultTemplateWithoutMapping from './vault/template-without-mapping.ts';
import vaultKvPath from './vault/kv-path.ts';
import vaultEngineMissing from './vault/engine-missing.ts';
import vaultEntityShared from './vault/entity-shared.ts';
import vaultEntityPolicies from './vault/entity-policies.ts';
import vaultManyEntities from './vault/many-entities.ts';
import securityOpenPrivilegedRole from './security/open-privileged-role.ts';
import securityTokenInJob from './security/token-in-job.ts';
import securityNoAuditDevice from './security/no-audit-device.ts';
import type { Rule } from './rule.ts';

/**
 * Every rule, causes before what follows from them: a finding can only be blamed on a rule that stands earlier. A new
 * rule is one file and one line here.
 */
export const rules: readonly Rule[] = [
  // What signs and serves the keys, what agents give, and where they log in
  agentServersDiffer,
  keysDiscoveryDisabled,
  keysUnreachable,
  keysUntrustedCertificate,
  keysNotKeys,
  keysClientCertificateDemanded,
  keysLoopbackAddress,
  keysSingleAgent,
  keysStaticKeys,
  keysEddsaOnly,
  keysIssuerMismatch,
  keysAlgorithmNotTaken,
  keysAnotherCluster,
  keysServersDiffer,
  keysRotatedAtOnce,
  keysRotationOverdue,
  keysCachedForLong,
  keysClockSkew,
  agentConfigurationRefused,
  agentLostBlock,
  agentNamedCluster,
  agentNamespaceWithoutEnterprise,
  agentVaultNotEnabled,
  agentServiceIdentityMissing,
  agentTaskIdentityMissing,
  agentDefaultIdentityMissing,
  agentIdentityWithoutAudience,
  agentMisplacedSettings,
  agentUnknownKey,
  agentClientsDiffer,
  agentOldClients,
  agentNobodyFound,
  agentClusterUnknown,
  agentClientTokenForTemplates,
  agentTemplatesRetryForEver,
  agentIssuerNotHttps,
  agentTokenFlowLeftover,
  // Versions
  upgradeKnownDefect,
  // Consul: method, rules, roles, policies
  consulFileRefused,
  consulAclsDisabled,
  consulTokenReplicationOff,
  consulReplicationFailing,
  consulAuthMethodMissing,
  consulAuthMethodRefused,
  consulBindingRuleRefused,
  consulPolicyRefused,
  consulAudienceMismatch,
  consulJwtRefused,
  consulMaxTokenTtl,
  consulLeewayUnits,
  consulClaimNotMapped,
  consulMappingOfUnknownClaim,
  consulClaimsCrossed,
  consulBindNameFails,
  consulNoRuleMatches,
  consulSelectorMissesItsOwn,
  consulRuleWithoutSelector,
  consulSelectorTrueWithoutClaim,
  consulDuplicateBindingRules,
  consulRoleMissing,
  consulServiceNotItsOwn,
  consulPolicyElsewhere,
  consulPolicyWords,
  consulNamespaceClaimAbsent,
  consulNodesNotReadable,
  consulClientTokenTooWeak,
  consulServerTokenTooWeak,
  consulLeftovers,
  consulNeedNotGranted,
  // Vault: mount, config, roles, policies
  vaultMountElsewhere,
  vaultAuthMountMissing,
  vaultConfigRefused,
  vaultMountNotConfigured,
  vaultNoRole,
  vaultRoleMissing,
  vaultRoleType,
  vaultAudienceMismatch,
  vaultRoleWithoutAudience,
  vaultUserClaimMissing,
  vaultBoundClaims,
  vaultBoundAddresses,
  vaultEntityDisabled,
  vaultLoginRefusedByRole,
  vaultNoDefaultPolicy,
  vaultPeriodTooLong,
  vaultTtlInsteadOfPeriod,
  vaultTokenMaximum,
  vaultBatchTokens,
  vaultLimitedUses,
  vaultClaimOnlyIfJobSays,
  vaultPolicyMissing,
  vaultStaleAccessor,
  vaultClaimsCrossed,
  vaultTemplateWithoutMapping,
  vaultClaimNeverIssued,
  vaultEngineMissing,
  vaultKvPath,
  vaultEntityShared,
  vaultEntityPolicies,
  vaultManyEntities,
  securityOpenPrivilegedRole,
  securityNoAuditDevice,
  // Jobs
  jobServiceNameNotBindable,
  jobServiceNameUpperCase,
  jobFileRefused,
  jobAudienceMismatch,
  jobAudienceOfOtherCluster,
  jobRegistrationRefused,
  jobIdentityUsedAsToken,
  securityTokenInJob,
  jobConsulBlockMissing,
  jobVaultBlockMissing,
  jobStaleIdentities,
  jobIdentityName,
  jobIdentityWithoutTtl,
  jobSeveralAudiences,
  jobVaultPolicies,
  jobRestartsAtRenewal,
  jobEnvironmentGoesStale,
  jobTokenExpirationAllowed,
  jobInterpolatedServiceName,
  jobChildIdInClaims,
  // What the truth engine says of the whole chain
  workloadNoIdentity,
  workloadClientTokenFallback,
  workloadLoginRefused,
  workloadNeedDenied,
  workloadGatewayWithoutMesh,
  workloadLocalTokenElsewhere,
  // What live servers show
  liveAgentTokenExpires,
  liveTokensEnd,
  liveTokenMissing,
  liveTokensLeftBehind,
  liveAgentTokenFallback,
  liveAllocationFailing,
  // Too much permission, and what is open
  securityKeysWithoutTls,
  securityAudienceTooWide,
  securityGatewayNameFromClaim,
  securityServiceNamesShared,
  securityAgentTokenTooStrong,
  securityWorkloadsTooStrong,
  securityAnonymousTokenTooStrong,
  securityDefaultPolicyAllow,
];
