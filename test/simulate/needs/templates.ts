/** A template in a job, and what it needs: see shown.ts for the words. The job is that of table.test.ts. */
export interface Row {
  readonly template: string;
  readonly needs: readonly string[];
  readonly problem?: string;
}

export const templates: readonly Row[] = [
  { template: 'plain text without anything', needs: [] },
  { template: '{{ key "powerdns/mysql/password" }}', needs: ['key:read powerdns/mysql/password'] },
  { template: '{{ key "/leading/slash" }}', needs: ['key:read leading/slash'] },
  { template: '{{ key "a@dc2" }}', needs: ['key:read a dc=dc2'] },
  { template: '{{ key "a?ns=team@dc2" }}', needs: ['key:read a dc=dc2 ns=team'] },
  { template: '{{ keyExists "a" }}', needs: ['key:read a'] },
  { template: '{{ keyOrDefault "a" "b" }}', needs: ['key:read a'] },
  { template: '{{ keyOrDefault "" "b" }}', needs: [] },
  { template: '{{ keyOrDefault "a" }}', needs: [], problem: 'wrong number of args for keyOrDefault: want 2 got 1' },
  { template: '{{ key }}', needs: [], problem: 'wrong number of args for key: want 1 got 0' },
  { template: '{{ key "a" "b" }}', needs: [], problem: 'wrong number of args for key: want 1 got 2' },
  { template: '{{ key 1 }}', needs: [], problem: 'wrong type for value; expected string; got int' },
  { template: '{{ key nil }}', needs: [], problem: 'invalid value; expected string' },
  { template: '{{ "a" | key }}', needs: ['key:read a'] },
  { template: '{{ "a" | key | toUpper | key }}', needs: ['key:read a', 'key:read ? (key "a")'] },
  { template: '{{ ls "app" }}', needs: ['key:read app* filtered'] },
  { template: '{{ safeLs "app/" }}', needs: ['key:read app/* filtered'] },
  { template: '{{ tree "app@dc2" }}', needs: ['key:read app* filtered dc=dc2'] },
  { template: '{{ safeTree "app" }}', needs: ['key:read app* filtered'] },
  {
    template: '{{ range tree "app" }}{{ key .Path }}{{ end }}',
    needs: ['key:read app* filtered', 'key:read ? (tree "app") [if tree "app"]'],
  },
  {
    template: '{{ range ls "app" }}{{ if eq .Key "x" }}{{ keyOrDefault "y" "" }}{{ end }}{{ end }}',
    needs: ['key:read app* filtered', 'key:read y [if ls "app"]'],
  },
  {
    template: '{{ service "web" }}',
    needs: ['service:read web filtered', 'node:read ? (nodes of service web) filtered'],
  },
  {
    template: '{{ service "v1.web@dc2~_agent|any" }}',
    needs: ['service:read web filtered dc=dc2', 'node:read ? (nodes of service web) filtered dc=dc2'],
  },
  {
    template: '{{ service "web" "any" }}',
    needs: ['service:read web filtered', 'node:read ? (nodes of service web) filtered'],
  },
  {
    template: '{{ service "web?peer=p" }}',
    needs: ['service:read web filtered peer=p', 'node:read ? (nodes of service web) filtered peer=p'],
  },
  {
    template: '{{ service "web?peer=p&sameness-group=g" }}',
    needs: [],
    problem: 'error calling service: health.service: cannot specify both peer and sameness-group',
  },
  {
    template: '{{ service "web|fine" }}',
    needs: [],
    problem: 'error calling service: health.service: invalid filter: "fine" in "web|fine"',
  },
  { template: '{{ services "@dc2" }}', needs: ['service:read * filtered dc=dc2'] },
  {
    template: '{{ connect "web" }}',
    needs: [
      'service:read web',
      'service:read ? (proxies of service web) filtered',
      'node:read ? (nodes of service web) filtered',
    ],
  },
  {
    template: '{{ node }}',
    needs: [
      "agent:read ? (the agent's own node)",
      "node:read ? (the agent's own node) filtered",
      'service:read ? (services of node …) filtered',
    ],
  },
  { template: '{{ node "n1" }}', needs: ['node:read n1 filtered', 'service:read ? (services of node n1) filtered'] },
  { template: '{{ nodes }}', needs: ['node:read * filtered'] },
  { template: '{{ datacenters }}', needs: ['open GET /v1/catalog/datacenters'] },
  {
    template: '{{ datacenters true }}',
    needs: ['open GET /v1/catalog/datacenters', 'open GET /v1/catalog/services [if datacenters]'],
  },
  { template: '{{ partitions }}', needs: ['open GET /v1/partitions'] },
  { template: '{{ peerings "?partition=p" }}', needs: ['peering:read partition=p'] },
  { template: '{{ exportedServices }}', needs: ['mesh:read'] },
  { template: '{{ caRoots }}{{ caLeaf "web" }}', needs: ['open GET /v1/agent/connect/ca/roots', 'service:write web'] },
  {
    template: '{{ with secret "secret/data/app" }}{{ .Data.data.password }}{{ end }}',
    needs: ['read secret/data/app'],
  },
  {
    template: '{{ with secret "secret/app" }}{{ .Data.data.password }}{{ end }}',
    needs: ['read ? secret/data/app or secret/app'],
  },
  { template: '{{ with secret "secret/data/app?version=1" }}{{ .Data }}{{ end }}', needs: ['read secret/data/app'] },
  {
    template: '{{ with secret "database/creds/app" }}{{ .Data.username }}{{ end }}',
    needs: ['read ? database/data/creds/app or database/creds/app'],
  },
  {
    template: '{{ with secret "pki/issue/web" "common_name=web" "ttl=1h" }}{{ .Data.certificate }}{{ end }}',
    needs: [
      'create ? pki/data/issue/web or pki/issue/web [if existence pki/issue/web]',
      'update ? pki/data/issue/web or pki/issue/web [if existence pki/issue/web]',
    ],
  },
  {
    template: '{{ with secret "pki/issue/web" "common_name" }}{{ end }}',
    needs: [],
    problem: 'error calling secret: not k=v pair "common_name"',
  },
  {
    template: '{{ with secret (printf "secret/data/%s/%s" (env "NOMAD_NAMESPACE") (env "NOMAD_JOB_ID")) }}{{ end }}',
    needs: ['read secret/data/shop/web'],
  },
  {
    template: '{{ with secret (print "secret/data/" (env "NOMAD_ALLOC_ID")) }}{{ end }}',
    needs: ['read ? secret/data/… (environment NOMAD_ALLOC_ID)'],
  },
  { template: '{{ secrets "secret/metadata/app" }}', needs: ['list secret/metadata/app/'] },
  { template: '{{ secrets "secret/app" }}', needs: ['list ? secret/metadata/app/ or secret/app/'] },
  { template: '{{ secret "" }}', needs: [], problem: 'error calling secret: vault.read: invalid format: ""' },
  {
    template: '{{ with pkiCert "pki/issue/web" "common_name=web" }}{{ .Cert }}{{ end }}',
    needs: ['update pki/issue/web'],
  },
  {
    template: '{{ with secret "secret/data/a" }}{{ with secret .Data.data.next }}{{ .Data }}{{ end }}{{ end }}',
    needs: ['read secret/data/a', 'read ? (secret "secret/data/a") [if secret "secret/data/a"]'],
  },
  { template: '{{ key (secret "secret/data/a").Data.x }}', needs: [], problem: 'invalid value; expected string' },
  {
    template: '{{ with nomadVar "nomad/jobs/web" }}{{ .x }}{{ end }}',
    needs: ['variables:read shop nomad/jobs/web own'],
  },
  {
    template: '{{ with nomadVar "nomad/jobs/web/grp/main" }}{{ .x }}{{ end }}',
    needs: ['variables:read shop nomad/jobs/web/grp/main own'],
  },
  {
    template: '{{ with nomadVar "nomad/jobs/other" }}{{ .x }}{{ end }}',
    needs: ['variables:read shop nomad/jobs/other'],
  },
  {
    template: '{{ with nomadVar "nomad/jobs/web@default" }}{{ .x }}{{ end }}',
    needs: ['variables:read default nomad/jobs/web'],
  },
  { template: '{{ nomadVarExists "shared/x" }}', needs: ['variables:read shop shared/x'] },
  { template: '{{ nomadVarList }}', needs: ['variables:list shop  ignored'] },
  { template: '{{ nomadVarListSafe "nomad/jobs" }}', needs: ['variables:list shop nomad/jobs own ignored'] },
  { template: '{{ nomadService "api" }}', needs: ['read-job shop  own'] },
  { template: '{{ nomadService 2 (env "NOMAD_ALLOC_ID") "api" }}', needs: ['read-job shop  own'] },
  {
    template: '{{ nomadService 2 "api" }}',
    needs: [],
    problem: 'error calling nomadService: expected arguments <service> or <count> <key> <service>',
  },
  { template: '{{ nomadServices }}', needs: ['read-job shop  own'] },
  { template: '{{ key (printf "app/%s/x" (env "NOMAD_JOB_NAME")) }}', needs: ['key:read app/web-name/x'] },
  {
    template:
      '{{ key (printf "%s/%s/%s/%s" (env "NOMAD_GROUP_NAME") (env "NOMAD_TASK_NAME") (env "NOMAD_REGION") (env "NOMAD_DC")) }}',
    needs: ['key:read grp/main/eu/dc1'],
  },
  {
    template: '{{ key (printf "%s/%s" (env "NOMAD_META_a_b") (env "NOMAD_META_COLOR")) }}',
    needs: ['key:read x/y/blue'],
  },
  { template: '{{ key (env "STAGE") }}', needs: ['key:read prod'] },
  { template: '{{ key (env "HOST") }}', needs: ['key:read ? (environment HOST)'] },
  {
    template: '{{ key (printf "app/%s/x" (env "NOMAD_ALLOC_INDEX")) }}',
    needs: ['key:read ? app/…/x (environment NOMAD_ALLOC_INDEX)'],
  },
  { template: '{{ key (envOrDefault "STAGE" "x") }}', needs: ['key:read prod'] },
  {
    template: '{{ key (printf "a/%d" 3) }}{{ key (printf "a/%05d" 42) }}',
    needs: ['key:read a/3', 'key:read a/00042'],
  },
  { template: '{{ key (printf "%x" 3) }}', needs: ['key:read ? (function printf)'] },
  { template: '{{ env "CONSUL_HTTP_TOKEN" }}', needs: ['consul by itself (CONSUL_HTTP_TOKEN)'] },
  { template: '{{ file "secrets/vault_token" }}', needs: ['vault by itself (vault_token)'] },
  { template: '{{ key (file "/etc/name") }}', needs: ['key:read ? (file /etc/name)'] },
  { template: '{{ key (key "a") }}', needs: ['key:read ? (key "a")', 'key:read a'] },
  {
    template: '{{ if keyExists "a" }}{{ key "b" }}{{ else }}{{ key "c" }}{{ end }}',
    needs: ['key:read a', 'key:read b [if keyExists "a"]', 'key:read c'],
  },
  { template: '{{ if eq (env "STAGE") "prod" }}{{ key "b" }}{{ else }}{{ key "c" }}{{ end }}', needs: ['key:read b'] },
  {
    template: '{{ if env "NOMAD_ALLOC_ID" }}{{ key "b" }}{{ else }}{{ key "c" }}{{ end }}',
    needs: ['key:read b [if environment NOMAD_ALLOC_ID]', 'key:read c [if environment NOMAD_ALLOC_ID]'],
  },
  { template: '{{ if false }}{{ key "a" }}{{ end }}', needs: [] },
  {
    template: '{{ if and (env "STAGE") (keyExists "x") }}{{ key "b" }}{{ end }}',
    needs: ['key:read x', 'key:read b [if keyExists "x"]'],
  },
  {
    template: '{{ range loop 3 }}{{ keyOrDefault (printf "n/%d" .) "" }}{{ end }}',
    needs: ['key:read n/0', 'key:read n/1', 'key:read n/2'],
  },
  {
    template: '{{ range $i, $x := split "," "a,b" }}{{ keyOrDefault (printf "%d/%s" $i $x) "" }}{{ end }}',
    needs: ['key:read 0/a', 'key:read 1/b'],
  },
  {
    template: '{{ range split "," "a,b,c" }}{{ if eq . "b" }}{{ continue }}{{ end }}{{ keyOrDefault . "" }}{{ end }}',
    needs: ['key:read a', 'key:read c'],
  },
  {
    template:
      '{{ range split "," "a,b,c" }}{{ if keyExists "stop" }}{{ break }}{{ end }}{{ keyOrDefault . "" }}{{ end }}',
    needs: ['key:read stop', 'key:read a', 'key:read b', 'key:read c'],
  },
  {
    template: '{{ range service "web" }}{{ key .Name }}{{ end }}',
    needs: [
      'service:read web filtered',
      'node:read ? (nodes of service web) filtered',
      'key:read ? (service "web") [if service "web"]',
    ],
  },
  {
    template: '{{ range $s := services }}{{ range service $s.Name }}{{ .Address }}{{ end }}{{ end }}',
    needs: [
      'service:read * filtered',
      'service:read ? … (services) filtered [if services]',
      'node:read ? … (services, nodes of service …) filtered [if services]',
    ],
  },
  {
    template: '{{ $p := "a" }}{{ range service "web" }}{{ keyOrDefault $p "" }}{{ $p = .Name }}{{ end }}',
    needs: [
      'service:read web filtered',
      'node:read ? (nodes of service web) filtered',
      'key:read ? (loop, service "web") [if service "web"]',
    ],
  },
  {
    template: '{{ $p := "a" }}{{ if keyExists "x" }}{{ $p = "b" }}{{ end }}{{ keyOrDefault $p "" }}',
    needs: ['key:read x', 'key:read a', 'key:read ? (keyExists "x")'],
  },
  {
    template: '{{ $p := "a" }}{{ if true }}{{ $p := "b" }}{{ keyOrDefault $p "" }}{{ end }}{{ keyOrDefault $p "" }}',
    needs: ['key:read b', 'key:read a'],
  },
  { template: '{{ scratch.Set "k" "v" }}{{ keyOrDefault (scratch.Get "k") "" }}', needs: ['key:read v'] },
  {
    template: '{{ scratch.MapSet "m" "k" "v" }}{{ range scratch.MapValues "m" }}{{ keyOrDefault . "" }}{{ end }}',
    needs: ['key:read v'],
  },
  { template: '{{ define "t" }}{{ keyOrDefault . "" }}{{ end }}{{ template "t" "a" }}', needs: ['key:read a'] },
  { template: '{{ define "t" }}{{ key "never" }}{{ end }}', needs: [] },
  { template: '{{ define "n" }}a/b{{ end }}{{ keyOrDefault (executeTemplate "n") "" }}', needs: ['key:read a/b'] },
  { template: '{{ template "absent" }}', needs: [], problem: 'template "absent" not defined' },
  {
    template: '{{ define "t" }}{{ template "t" . }}{{ end }}{{ template "t" }}',
    needs: [],
    problem: 'templates that call themselves are not followed so deep',
  },
  {
    template:
      '{{ with $x := parseJSON "{\\"a\\":[\\"p\\",\\"q\\"]}" }}{{ range $x.a }}{{ keyOrDefault . "" }}{{ end }}{{ end }}',
    needs: ['key:read p', 'key:read q'],
  },
  {
    template: '{{ keyOrDefault (trimSpace (toLower " A/B ")) "" }}{{ keyOrDefault (replaceAll "." "/" "a.b") "" }}',
    needs: ['key:read a/b'],
  },
  { template: '{{ keyOrDefault (join "/" (split "." "a.b")) "" }}', needs: ['key:read a/b'] },
  {
    template: '{{ keyOrDefault (regexReplaceAll "a" "b" "a/c") "" }}',
    needs: ['key:read ? (function regexReplaceAll)'],
  },
  { template: '{{ keyOrDefault (sprig_upper "a") "" }}', needs: ['key:read ? (function sprig_upper)'] },
  { template: '{{- /* key "hidden" */ -}}x', needs: [] },
  { template: '{{ "{{ key \\"inside\\" }}" }}', needs: [] },
  { template: '{{ plugin "x" }}{{ key "a" }}', needs: [], problem: 'error calling plugin: function is disabled' },
  {
    template: '{{ keyExistsGet "a" }}',
    needs: [],
    problem: 'parse: template: :1: function "keyExistsGet" not defined',
  },
  { template: '{{ key "a" }', needs: [], problem: 'parse: template: :1: unexpected "}" in operand' },
  { template: '{{ if true }}{{ key "a" }}', needs: [], problem: 'parse: template: :1: unexpected EOF' },
  {
    template: '{{ range loop 100000 }}{{ range loop 100000 }}{{ keyOrDefault "x" "" }}{{ end }}{{ end }}',
    needs: ['key:read x [if loop]'],
  },
  { template: '{{ keyOrDefault "é/日本/😀" "" }}', needs: ['key:read é/日本/😀'] },
  { template: '{{ keyOrDefault "a\nb" "" }}', needs: [], problem: 'parse: template: :1: unterminated quoted string' },
  { template: '{{ keyOrDefault "../../etc" "" }}', needs: ['key:read ../../etc'] },
  {
    template: 'CONSUL_HTTP_TOKEN={{ with nomadVar "nomad/jobs/web" }}{{ .token }}{{ end }}',
    needs: ['variables:read shop nomad/jobs/web own'],
  },
  { template: 'VAULT_TOKEN={{ env "VAULT_TOKEN" }}', needs: ['vault by itself (VAULT_TOKEN)'] },
  { template: '[ "$VAULT_TOKEN" = "x" ] || [ "${VAULT_TOKEN:-x}" ]', needs: ['vault by itself (VAULT_TOKEN)'] },
  {
    template: 'export VAULT_TOKEN=$(cat /secrets/vault_token); consul kv get -token $CONSUL_HTTP_TOKEN x',
    needs: ['consul by itself (CONSUL_HTTP_TOKEN)', 'vault by itself (VAULT_TOKEN)'],
  },
];
