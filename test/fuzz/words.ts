/** What the languages are made of, for inputs that look like them. */
export const hcl = [
  '=', '{', '}', '[', ']', '(', ')', ',', ':', '?', '.', '*', '/', '...', '=>', '==', '!', '-', '&&', '||', '::', '"', '"a"', 'a', 'path',
  'é', '1', '0x1F', '1e5', '.5', 'true', 'null', 'for', 'in', 'if', '<<E\nx\nE\n', '<<-E\n  x\n  E\n', '<<E\n', '${', '%{', '~}', '%{if', '%{else}',
  '%{endif}', '%{endfor}', '$${', '"${', '}"', '"${a}"', '/*', '*/', '#', '//', '\\', '\\u00e9', '\\U0001F600', '\\x', '\n', '\r\n', ' ', '\t',
]; // prettier-ignore

export const json = [
  '{', '}', '[', ']', ',', ':', '"', '"a"', '"é"', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\x"', '1', '-0', '1.5', '1e3', '1e999', '01', '-', 'true',
  'false', 'null', 'nul', ' ', '\n', '\\', '//', '/*', '{}', '[]', '[[', '{"a":', '"${', '}"', '"%{',
]; // prettier-ignore

export const job = [
  ...hcl, 'job "a" {\n', 'group "g" {\n', 'task "t" {\n', 'driver = "x"\n', 'config {\n', 'variable "v" {\n', 'default = ', 'type = ', 'list(string)', 'object({a=string})',
  'locals {\n', 'local.a', 'var.v', 'dynamic "service" {\n', 'for_each = ', 'content {\n', 'service.value', 'service {\n', 'name = ', 'template {\n', 'data = ', 'constraint {\n',
  'meta {\n', 'env = {', 'count = ', 'upper("a")', '"1h"', '}\n', 'resources {\n', 'network {\n', 'port "p" {}\n', 'identity {\n', 'vault {}\n',
]; // prettier-ignore

export const expression = [
  ...hcl, 'try(', 'can(', 'convert(', ', string)', 'format("%', '%5.2f', '%-99d', '%[9]d', '%#v', 'range(0, 1e9)', 'range(', 'join(",", ', 'split("", ', 'regex_replace(', 'jsondecode(', 'jsonencode(',
  'yamldecode(', 'yamlencode(', 'csvdecode(', 'setproduct(', 'merge(', 'lookup(', 'zipmap(', 'cidrsubnet("10.0.0.0/8", ', 'cidrhost(', 'timeadd(', 'formatdate(', 'parseint(', 'substr(', 'indent(',
  'chunklist(', 'slice(', 'element(', 'flatten(', 'base64decode(', 'pow(', 'log(', 'log(0, 0)', 'max()', '1e308', '-1', '1e400', '99999999999', '"2020-01-02T03:04:05Z"', '"DD MMM YYYY"', ', ', ')', 'repeat(',
  'strrev(', 'title(', 'signum(', 'rsadecrypt(', 'uuidv5(', '[for k, v in ', '{for k, v in ', ' : k => v...}', '"- a\\n- b: [1, *x]"', '&a', '[*]', '.*',
]; // prettier-ignore

export const selector = [
  '==', '!=', ' in ', ' not in ', ' is empty', ' is not empty', ' contains ', ' matches ', ' not matches ', ' and ', ' or ', 'not ', '(', ')', '"', '`', '"x"', '`x`', 'value.a', 'list.a', 'value["a b"]',
  'value', 'list', '.', '[', ']', ' ', '\n', 'x', '1', '-1.5', '/a/b', '(a*)*', '"(a|a)*$"', '\\', 'é',
]; // prettier-ignore

export const filter = [
  ...selector, 'any ', 'all ', ' as ', ' as a { ', ' as a, b { ', ' as _, b {', ' }', '{', '}', ',', '_', '"/Meta/a"', '"/', '~0', '~1', 'ID', 'Meta', 'Meta.team', 'TaskGroups', 'TaskGroups.0', 'Tasks', 'Config',
  'Datacenters', 'Priority', 'Stop', 'Attributes', 'Drivers', '.0', '["x"]', '((((', '))))', 'any Meta as a { a == b }', '"0x1"', '1e400',
]; // prettier-ignore

export const hil = [
  '${', '}', '"', '$${', '$', '\\', '\\"', 'value.a', 'value.b', 'a.*', '*', '.', '1', '0.5', ' ', '+', '-', '/', '%', '(', ')', '[', ']', '?', ':', '&&', '||', '!', '==', '<', '>=', ',', 'true', 'upper(', 'a(',
  '99999999999999999999', '${value.a}', '\n', 'é',
]; // prettier-ignore

export const template = [
  '{{', '}}', '{{- ', ' -}}', '(', ')', 'if ', 'else ', 'end', 'range ', 'with ', 'define "a"', 'template "a" .', 'block "a" .', 'break', 'continue', '$x := ', '$x', ' = ', '|', '.', '.a.b', '"a"', '`a`', "'a'", '1', '0x1p-2', '1i',
  '1_000', 'nil', 'true', 'key "a"', 'secret "a"', 'service "a"', 'nomadVar "a"', '/*', '*/', '{{/* a */}}', '\n', ' ', ',', '\\', '"\\x"', '%', 'and ', 'not ', 'printf "%s" ', '.Data.data.a', '$', '{{{', '}}}',
]; // prettier-ignore

export const regexps = [
  'a*b',
  '(a|b)+',
  '^[a-z]+$',
  '(?i)é',
  '(a*)*$',
  '(?P<n>x)',
  '\\d{2,3}',
  '[[:alpha:]]',
  '\\pL',
  '.*\\bx\\b',
  '(x+x+)+y',
  '((a?){30}){30}',
];
export const regexp = [
  'a', 'é', '.', '*', '+', '?', '??', '*?', '|', '(', ')', '(?:', '(?i)', '(?s-i:', '(?P<n>', '(?<n>', '[', ']', '[^', '-', '^', '$', '\\b', '\\B', '\\A', '\\z', '\\d', '\\W', '\\pL', '\\p{Greek}', '\\P{', '[[:alpha:]]', '[[:^', ':]]',
  '{2}', '{2,}', '{0,1000}', '{1000}', '{1001}', '{,2}', '\\Q', '\\E', '\\x{10FFFF}', '\\x', '\\07', '\\', '\\C', '(?=', '(?!',
]; // prettier-ignore

export const durations = [
  '1h',
  '1h30m',
  '1.5s',
  '-2m3.25s',
  '100ms',
  '3us',
  '3µs',
  '3μs',
  '1ns',
  '0',
  '2562047h47m16.854775807s',
  '30d',
  '-90',
  '+5s',
  '.5m',
  '9223372036854775807',
];
export const duration = [
  '1',
  '9',
  '0',
  '00',
  '.',
  '-',
  '+',
  'h',
  'm',
  's',
  'ms',
  'us',
  'µs',
  'μs',
  'ns',
  'd',
  'w',
  'e',
  'x',
  '_',
  ' ',
  '9223372036854775808',
  '999999999999999999999',
  '1.000000000000000000001',
];
