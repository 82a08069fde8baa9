/** Jobs as a company has them: many alike but none the same, one in some hundreds of them wrong. */
export function jobs(count, namespaces) {
  return Array.from({ length: count }, (_, number) => job(number, namespaces[number % namespaces.length]));
}

function job(number, namespace) {
  const id = `app-${number}`;
  const shape = number % 5;
  const tasks = [
    task({ number, id, namespace }, 'server', shape),
    ...(number % 3 === 0 ? [task({ number, id, namespace }, 'sidekick', (shape + 2) % 5)] : []),
  ];
  return {
    ID: id,
    Name: id,
    Namespace: namespace,
    Type: number % 11 === 0 ? 'batch' : 'service',
    Datacenters: ['dc1'],
    Meta: { owner: `team-${number % 40}`, tier: String(number % 3) },
    TaskGroups: [
      {
        Name: 'main',
        Count: 1,
        Networks: [{ DynamicPorts: [{ Label: 'http', To: 8080 }] }],
        Services:
          number % 11 === 0
            ? []
            : [
                {
                  Name: `${id}-http`,
                  PortLabel: 'http',
                  Provider: 'consul',
                  Tags: ['http', `team-${number % 40}`],
                  Checks: [{ Name: 'alive', Type: 'http', Path: '/health', Interval: 10e9, Timeout: 2e9 }],
                },
              ],
        Tasks: tasks,
      },
    ],
  };
}

function task({ number, id, namespace }, name, shape) {
  const templates = [
    ...(shape < 3 ? [template(`config-${name}`, configuration(id, number))] : []),
    ...(shape === 1 || shape === 3
      ? [
          template(
            `secrets-${name}`,
            `{{ with secret "secret/data/${namespace}/${id}/database" }}PASSWORD={{ .Data.data.password }}{{ end }}\n`,
          ),
        ]
      : []),
  ];
  return {
    Name: name,
    Driver: 'docker',
    Config: { image: `registry.example/${id}:1.${number % 30}`, ports: ['http'], args: ['-config', 'local/config'] },
    Env: { LOG_LEVEL: number % 2 === 0 ? 'info' : 'debug', REGION: 'eu', PORT: '8080' },
    Resources: { CPU: 200, MemoryMB: 256 },
    // A few have templates that read Consul and no token to read it with, or ask Vault for a role that is not there.
    ...(shape < 3 && number % 500 !== 7 ? { Consul: {} } : {}),
    ...(shape === 1 || shape === 3 ? { Vault: number % 500 === 21 ? { Role: 'none-such' } : {} } : {}),
    Templates: templates,
  };
}

function template(name, text) {
  return { DestPath: `local/${name}`, EmbeddedTmpl: text, ChangeMode: 'restart' };
}

function configuration(id, number) {
  return `[server]
name = "${id}"
level = "{{ keyOrDefault "${id}/level" "info" }}"
workers = {{ key "${id}/workers" }}
{{ range service "postgres-${number % 25}" }}upstream = "{{ .Address }}:{{ .Port }}"
{{ end }}{{ if keyExists "${id}/feature" }}feature = true{{ end }}
`;
}
