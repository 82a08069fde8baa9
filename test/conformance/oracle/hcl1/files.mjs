// Files as people write them in HCL 1: agents' configurations and policies, native and in JSON, sound and damaged.
// The same ones for the same seed. verdicts.mjs asks HashiCorp's reader about them.

/** Numbers in [0, 1), the same for the same seed: mulberry32. */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const teams = ['web', 'billing', 'powerdns', 'search', 'team-a', 'ops', 'mail', 'état', 'build_01', 'cdn.edge'];
const hosts = ['127.0.0.1', '0.0.0.0', '10.1.2.3', '{{ GetInterfaceIP "eth0" }}', '[::1]', 'db.service.consul'];
const levels = ['read', 'write', 'deny', 'list', 'scale', 'sudo', 'READ'];
const spans = ['30s', '5m', '24h', '1h30m', '0', '90'];
const comments = ['for the web team', 'see the runbook: step 2', 'x = "y" {', 'ünïcode', '', '*not* a / comment'];

/** All kinds of files, each a list of entries: ['set', name, value] or ['block', name, labels, entries]. */
export const kinds = {
  'Consul ACL rules': ({ pick, some, chance, team }) =>
    some(1, 6, () => {
      const sort = pick(['key', 'service', 'node', 'session', 'agent', 'query', 'event', 'identity', 'mesh_x']);
      if (chance(0.15)) return ['set', pick(['operator', 'keyring', 'acl', 'mesh', 'peering']), pick(levels)];
      const rules = [['set', 'policy', pick(levels)]];
      if (sort === 'service' && chance(0.5)) rules.push(['set', 'intentions', pick(levels)]);
      return [
        'block',
        `${sort}${pick(['', '_prefix'])}`,
        [pick(['', team(), `${team()}/`, `${team()}/mysql/`])],
        rules,
      ];
    }),
  'Consul rules of namespaces': ({ pick, some, team }) =>
    some(1, 3, () => [
      'block',
      pick(['namespace', 'namespace_prefix', 'partition', 'partition_prefix']),
      [team()],
      some(1, 3, () => [
        'block',
        pick(['key_prefix', 'service', 'node_prefix']),
        [team()],
        [['set', 'policy', pick(levels)]],
      ]),
    ]),
  'Vault policies': ({ pick, some, chance, team }) =>
    some(1, 5, () => {
      const mount = pick(['secret/data', 'kv/data', 'auth/token', 'pki/issue', 'sys/policies/acl', 'transit/encrypt']);
      const end = pick([team(), `${team()}/*`, '+/config', '{{identity.entity.aliases.jwt.metadata.nomad_job_id}}/*']);
      const rules = [
        ['set', 'capabilities', some(0, 4, () => pick(['create', 'read', 'update', 'delete', 'list', 'sudo', 'deny']))],
      ];
      if (chance(0.2)) rules.push(['set', 'required_parameters', some(1, 2, () => pick(['ttl', 'cn']))]);
      if (chance(0.3))
        rules.push([
          'block',
          pick(['allowed_parameters', 'denied_parameters']),
          [],
          [['set', pick(['ttl', '*', 'cn']), some(0, 2, team)]],
        ]);
      if (chance(0.2)) rules.push(['set', pick(['min_wrapping_ttl', 'max_wrapping_ttl']), pick(spans)]);
      if (chance(0.1)) rules.push(['set', 'policy', pick(levels)]);
      return ['block', 'path', [`${mount}/${end}`], rules];
    }),
  'Nomad policies': ({ pick, some, chance, team }) =>
    some(1, 4, () => {
      const sort = pick([
        'namespace',
        'namespace',
        'agent',
        'node',
        'host_volume',
        'node_pool',
        'plugin',
        'quota',
        'operator',
      ]);
      const rules = chance(0.8) ? [['set', 'policy', pick(levels)]] : [];
      if (sort === 'namespace' && chance(0.5))
        rules.push([
          'set',
          'capabilities',
          some(0, 4, () => pick(['submit-job', 'read-logs', 'alloc-exec', 'csi-write-volume'])),
        ]);
      if (sort === 'namespace' && chance(0.4))
        rules.push([
          'block',
          'variables',
          [],
          some(1, 2, () => [
            'block',
            'path',
            [`nomad/jobs/${team()}${pick(['', '/*'])}`],
            [['set', 'capabilities', some(1, 3, () => pick(['read', 'write', 'list', 'destroy']))]],
          ]),
        ]);
      return [
        'block',
        sort,
        ['agent', 'node', 'quota', 'plugin', 'operator'].includes(sort) ? [] : [pick([team(), '*', `${team()}-*`])],
        rules,
      ];
    }),
  "Nomad agents' configurations": ({ pick, some, chance, team, amount }) => [
    ['set', 'data_dir', `/opt/nomad/${team()}`],
    ['set', 'bind_addr', pick(hosts)],
    ...(chance(0.5)
      ? [
          [
            'block',
            'ports',
            [],
            [
              ['set', 'http', amount()],
              ['set', 'rpc', amount()],
            ],
          ],
        ]
      : []),
    ...(chance(0.6)
      ? [
          [
            'block',
            'server',
            [],
            [
              ['set', 'enabled', chance(0.8)],
              ['set', 'bootstrap_expect', amount()],
              ['set', 'oidc_issuer', `https://${team()}.example`],
              ['block', 'server_join', [], [['set', 'retry_join', some(0, 3, () => pick(hosts))]]],
            ],
          ],
        ]
      : []),
    ...(chance(0.6)
      ? [
          [
            'block',
            'client',
            [],
            [
              ['set', 'enabled', true],
              ['block', 'meta', [], some(0, 3, () => ['set', team(), pick(['1', 'a b', ''])])],
              ...some(0, 2, () => [
                'block',
                'host_volume',
                [team()],
                [
                  ['set', 'path', `/srv/${team()}`],
                  ['set', 'read_only', chance(0.5)],
                ],
              ]),
            ],
          ],
        ]
      : []),
    ...some(0, 2, () => [
      'block',
      'plugin',
      [pick(['docker', 'raw_exec', team()])],
      [
        [
          'block',
          'config',
          [],
          [
            ['set', 'enabled', true],
            ['set', 'gc_interval', pick(spans)],
          ],
        ],
      ],
    ]),
    ...some(0, 2, () => [
      'block',
      'vault',
      [],
      [
        ['set', 'name', team()],
        ['set', 'enabled', chance(0.9)],
        [
          'block',
          'default_identity',
          [],
          [
            ['set', 'aud', ['vault.io']],
            ['set', 'ttl', pick(spans)],
          ],
        ],
      ],
    ]),
    ...some(0, 2, () => [
      'block',
      'consul',
      [],
      [
        ['set', 'address', `${pick(hosts)}:8500`],
        [
          'block',
          'service_identity',
          [],
          [
            ['set', 'aud', ['consul.io']],
            ['set', 'ttl', pick(spans)],
          ],
        ],
      ],
    ]),
    ...(chance(0.4)
      ? [
          [
            'block',
            'telemetry',
            [],
            [
              ['set', 'publish_allocation_metrics', true],
              ['set', 'collection_interval', pick(spans)],
              ['set', 'ratio', amount() / 8],
            ],
          ],
        ]
      : []),
  ],
  "Consul agents' configurations": ({ pick, some, chance, team, amount }) => [
    ['set', 'datacenter', team()],
    ['set', 'server', chance(0.5)],
    ['set', 'retry_join', some(0, 3, () => pick(hosts))],
    [
      'block',
      'acl',
      [],
      [
        ['set', 'enabled', true],
        ['set', 'default_policy', pick(levels)],
        ['block', 'tokens', [], [['set', 'agent', team()]]],
      ],
    ],
    ...some(0, 3, () => [
      'set',
      pick(['bootstrap_expect', 'raft_protocol', 'log_rotate_bytes', 'max_query_time']),
      amount(),
    ]),
    ...(chance(0.5)
      ? [
          [
            'block',
            'tls',
            [],
            [
              [
                'block',
                'defaults',
                [],
                [
                  ['set', 'verify_incoming', chance(0.5)],
                  ['set', 'ca_file', `/etc/${team()}.pem`],
                ],
              ],
            ],
          ],
        ]
      : []),
    ...some(0, 2, () => [
      'block',
      'service',
      [],
      [
        ['set', 'name', team()],
        ['set', 'port', amount()],
        ['set', 'tags', some(0, 3, team)],
        ['set', 'check', { id: team(), tcp: `${pick(hosts)}:80`, interval: pick(spans) }],
      ],
    ]),
    ...(chance(0.3) ? [['set', 'node_meta', { rack: team(), 'zone name': team() }]] : []),
  ],
  "Vault servers' configurations": ({ pick, some, chance, team, amount }) => [
    ['set', 'api_addr', `https://${pick(hosts)}:8200`],
    ['set', 'disable_mlock', pick([true, false, 'true', 1])],
    ...some(1, 2, () => [
      'block',
      'listener',
      [pick(['tcp', 'unix'])],
      [
        ['set', 'address', `${pick(hosts)}:8200`],
        ['set', 'tls_disable', pick([true, 1, 'true'])],
        ['block', 'telemetry', [], [['set', 'unauthenticated_metrics_access', chance(0.5)]]],
      ],
    ]),
    [
      'block',
      'storage',
      [pick(['raft', 'consul', 'file'])],
      [
        ['set', 'path', `/opt/${team()}`],
        ...some(0, 2, () => ['block', 'retry_join', [], [['set', 'leader_api_addr', `http://${pick(hosts)}`]]]),
      ],
    ],
    ...some(0, 1, () => [
      'block',
      'seal',
      ['transit'],
      [
        ['set', 'key_name', team()],
        ['set', 'priority', amount()],
      ],
    ]),
    ...some(0, 2, () => [
      'set',
      pick(['default_lease_ttl', 'max_lease_ttl', 'log_level', 'ui']),
      pick([pick(spans), true, amount()]),
    ]),
  ],
};

/** `count` files of each form that differ from each other, as [kind, form, text]. */
export function files(seed, count) {
  const random = numbers(seed);
  const below = (limit) => Math.floor(random() * limit);
  const pick = (choices) => choices[below(choices.length)];
  const chance = (share) => random() < share;
  const some = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make);
  const team = () => pick(teams);
  const amount = () => pick([0, 1, 3, 4646, 8500, 20000, -1]);
  const makers = { below, pick, chance, some, team, amount };
  const found = new Map();
  const names = Object.keys(kinds);
  for (const form of ['native', 'json']) {
    let made = 0;
    while (made < count) {
      const kind = pick(names);
      const entries = kinds[kind](makers);
      const sound = form === 'native' ? native(entries, makers) : inJson(entries, makers);
      const text = chance(0.4) ? damaged(sound, makers) : sound;
      if (text.length > 900 || found.has(text)) continue;
      found.set(text, [kind, form, text]);
      made++;
    }
  }
  return [...found.values()];
}

function native(entries, { pick, chance, some }) {
  const lineEnd = chance(0.1) ? '\r\n' : '\n';
  const step = pick(['  ', '  ', '    ', '\t', '']);
  const aligned = chance(0.3);
  const comment = () =>
    pick([`# ${pick(comments)}`, `// ${pick(comments)}`, `/* ${pick(comments).replaceAll('*', '')} */`]);
  const key = (name) => (/^[\p{L}_][\p{L}\d._-]*$/u.test(name) && !chance(0.05) ? name : JSON.stringify(name));
  const list = (items, indent) => {
    if (items.length === 0 || chance(0.7))
      return `[${items.map((one) => value(one, indent)).join(pick([', ', ',']))}${items.length > 0 && chance(0.1) ? ',' : ''}]`;
    return `[${lineEnd}${items.map((one) => `${indent}${step}${value(one, indent)},`).join(lineEnd)}${lineEnd}${indent}]`;
  };
  const value = (given, indent) => {
    if (Array.isArray(given)) return list(given, indent);
    if (typeof given === 'object')
      return `{${lineEnd}${Object.entries(given)
        .map(([name, inner]) => `${indent}${step}${key(name)} = ${value(inner, indent + step)}${lineEnd}`)
        .join('')}${indent}}`;
    if (typeof given === 'string' && chance(0.04))
      return `<<${pick(['EOF', '-EOT'])}`.replace(
        /^(<<-?)(\w+)$/,
        (_, mark, word) => `${mark}${word}\n${given}\n${mark === '<<-' ? '  ' : ''}${word}`,
      );
    return typeof given === 'string' ? `"${given}"` : String(given);
  };
  const lines = (all, indent) => {
    const width = Math.max(...all.map(([sort, name]) => (sort === 'set' ? key(name).length : 0)), 0);
    return all
      .map((entry) => {
        const before = chance(0.1) ? `${indent}${comment()}${lineEnd}` : chance(0.1) ? lineEnd : '';
        const after = chance(0.05) ? ` ${comment()}` : '';
        const [sort, name] = entry;
        if (sort === 'set')
          return `${before}${indent}${key(name).padEnd(aligned ? width : 0)} = ${value(entry[2], indent)}${after}${lineEnd}`;
        const [, , labels, inner] = entry;
        const head = `${indent}${key(name)} ${labels.map((label) => `"${label}" `).join('')}{`;
        if (inner.length === 0) return `${before}${head}}${after}${lineEnd}`;
        if (inner.length === 1 && inner[0][0] === 'set' && chance(0.5))
          return `${before}${head} ${key(inner[0][1])} = ${value(inner[0][2], indent)} }${after}${lineEnd}`;
        return `${before}${head}${lineEnd}${lines(inner, indent + step)}${indent}}${after}${lineEnd}`;
      })
      .join(some(1, 2, () => '').join(lineEnd));
  };
  return lines(entries, '');
}

/** The same file in JSON: blocks of one name go into a list, or into one object by their labels. */
function inJson(entries, { pick, chance }) {
  const body = (all) => {
    const result = {};
    for (const [sort, name, third, inner] of all) {
      if (sort === 'set') {
        result[name] = third;
        continue;
      }
      const labelled = third.reduceRight((made, label) => ({ [label]: chance(0.2) ? [made] : made }), body(inner));
      if (!Object.hasOwn(result, name)) result[name] = chance(0.3) ? [labelled] : labelled;
      else if (Array.isArray(result[name])) result[name].push(labelled);
      else if (chance(0.5)) result[name] = [result[name], labelled];
      else Object.assign(result[name], labelled);
    }
    return result;
  };
  return JSON.stringify(body(entries), null, pick([0, 1, 2, '\t'])).replaceAll('\n', chance(0.1) ? '\r\n' : '\n');
}

/** What goes wrong when a file is written, merged or sent: a character too few or too many, a line lost, doubled or cut. */
function damaged(text, { below, pick }) {
  const at = below(text.length + 1);
  const lines = text.split('\n');
  const line = below(lines.length);
  const marks = [
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    '=',
    ':',
    '\n',
    ' ',
    '$',
    '${',
    '\\',
    '#',
    '/*',
    '\0',
    '\uFEFF',
    '<<EOF',
    '“',
    'é',
    '-',
    '0x',
    '.',
  ];
  return pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + pick(marks) + text.slice(at),
    () => text.slice(0, at) + pick(marks) + text.slice(at + 1),
    () => lines.toSpliced(line, 1).join('\n'),
    () => lines.toSpliced(line, 0, lines[line]).join('\n'),
    () => lines.toSpliced(line, 1, lines[line].replace(/[="{}[\],]/, '')).join('\n'),
    () => text.replace('=', pick([':', '==', '', '=>'])),
    () => text.replaceAll('"', pick(["'", '“'])),
    () => text + pick(['}', '{', ']', 'x', '"', '<<E\n', '/*', '{}']),
  ])();
}
