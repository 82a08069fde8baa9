import { expect, it } from 'vitest';
import { agentWithoutSecrets } from '../../../src/collect/live/agent-without-secrets.ts';

const secret = 'zq-agent-secret-0123456789';

it("keeps of an agent's configuration what is about identities, and no secret", () => {
  const kept = agentWithoutSecrets({
    ACL: { Enabled: true, ReplicationToken: secret },
    Client: {
      Enabled: true,
      IntroToken: secret,
      Meta: { token: secret },
      TemplateConfig: { UseClientConsulToken: true },
    },
    Server: {
      Enabled: false,
      OIDCIssuer: '',
      EncryptKey: secret,
      ServerJoin: { RetryJoin: [`secret_access_key=${secret}`] },
    },
    Consuls: [{ Name: 'default', Addr: '127.0.0.1:8500', Token: secret, Auth: `web:${secret}`, ServiceIdentity: null }],
    Vaults: [{ Name: 'default', Enabled: true, Token: '', JWTAuthBackendPath: 'jwt-nomad' }],
    Plugins: [{ Name: 'docker', Config: { auth: secret } }],
    KEKProviders: [{ Config: { token: secret } }],
    Telemetry: { CirconusAPIToken: secret },
    Region: 'global',
  });
  expect(JSON.stringify(kept)).not.toContain(secret);
  expect(kept).toEqual({
    ACL: { Enabled: true },
    Client: { Enabled: true, TemplateConfig: { UseClientConsulToken: true } },
    Server: { Enabled: false, OIDCIssuer: '' },
    Consuls: [
      { Name: 'default', Addr: '127.0.0.1:8500', Token: '<redacted>', Auth: '<redacted>', ServiceIdentity: null },
    ],
    Vaults: [{ Name: 'default', Enabled: true, Token: '', JWTAuthBackendPath: 'jwt-nomad' }],
    Region: 'global',
  });
});
